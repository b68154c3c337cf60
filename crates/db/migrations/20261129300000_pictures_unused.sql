-- Since when nothing refers to a picture, as the sweep found it; nothing while it is in use. It takes the place of
-- `asked_at_us`, which a server of the version before still writes while both run.
ALTER TABLE pictures_pictures ADD COLUMN unused_since_us BIGINT;
CREATE INDEX pictures_pictures_unused ON pictures_pictures (unused_since_us) WHERE unused_since_us IS NOT NULL;
-- Whether a picture is in use is asked inside the transaction that gives it up.
CREATE INDEX orders_lines_picture ON orders_lines (picture_id) WHERE picture_id IS NOT NULL;
CREATE INDEX returns_lines_picture ON returns_lines (picture_id) WHERE picture_id IS NOT NULL;
CREATE INDEX import_pictures_picture ON import_pictures (picture_id);
