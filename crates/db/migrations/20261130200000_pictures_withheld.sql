-- A picture that moderation took out of sight is no longer handed out, unless something that is shown uses it, too.
ALTER TABLE pictures_pictures ADD COLUMN withheld BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX pictures_pictures_withheld ON pictures_pictures (id) WHERE withheld;
UPDATE pictures_pictures SET withheld = TRUE WHERE id IN (
    SELECT p.picture_id FROM reviews_photos p JOIN reviews_reviews r ON r.id = p.review_id
    WHERE r.visibility = 'hidden'
);
