-- What pictures look like, so that a product is found by a picture of it.
CREATE TABLE pictures_fingerprints (
    -- The picture's own.
    id UUID PRIMARY KEY REFERENCES pictures_pictures (id) ON DELETE CASCADE,
    -- 64 bits each: where it gets darker to the right, where downwards, and the hues of its quarters.
    across BIGINT NOT NULL,
    down BIGINT NOT NULL,
    colours BIGINT NOT NULL,
    -- The bits of `across` in four parts of 16: pictures that look alike have at least one of them in common, or nearly.
    band_0 BIGINT NOT NULL,
    band_1 BIGINT NOT NULL,
    band_2 BIGINT NOT NULL,
    band_3 BIGINT NOT NULL
);
CREATE INDEX pictures_fingerprints_band_0 ON pictures_fingerprints (band_0);
CREATE INDEX pictures_fingerprints_band_1 ON pictures_fingerprints (band_1);
CREATE INDEX pictures_fingerprints_band_2 ON pictures_fingerprints (band_2);
CREATE INDEX pictures_fingerprints_band_3 ON pictures_fingerprints (band_3);
-- Nobody has looked at it yet: true for what was kept before, and for what a server of the version before still keeps.
ALTER TABLE pictures_pictures ADD COLUMN fingerprint_due BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX pictures_pictures_fingerprint_due ON pictures_pictures (id) WHERE fingerprint_due;
