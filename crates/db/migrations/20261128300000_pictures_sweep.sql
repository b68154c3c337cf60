-- Pictures that nothing shows any more are removed with their files.
-- Whoever hands in a picture that is known already will refer to it in a moment: until then it counts as used.
ALTER TABLE pictures_pictures ADD COLUMN asked_at_us BIGINT NOT NULL DEFAULT 0;
-- Its files are being removed, or were when the server died; nothing may begin to refer to it.
ALTER TABLE pictures_pictures ADD COLUMN removing BOOLEAN NOT NULL DEFAULT FALSE;
-- Removing a picture asks whether one of these refers to it.
CREATE INDEX catalog_product_pictures_picture ON catalog_product_pictures (picture_id);
CREATE INDEX reviews_photos_picture ON reviews_photos (picture_id);

-- Pictures of products as they were before a run changed them: an undo shows them again, so they stay.
CREATE TABLE import_pictures (
    import_id UUID NOT NULL REFERENCES import_runs (id),
    picture_id UUID NOT NULL,
    PRIMARY KEY (import_id, picture_id)
);
