-- What another seat of the platform would have come to is asked of the fees of late.
CREATE INDEX fees_lines_made ON fees_lines (made_at_us);
CREATE INDEX fees_taxes_made ON fees_taxes (made_at_us);
