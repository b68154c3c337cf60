-- What is told in the shop's own pages can be turned off like messages and mails.
ALTER TABLE notify_choices ADD COLUMN page BOOLEAN NOT NULL DEFAULT TRUE;
