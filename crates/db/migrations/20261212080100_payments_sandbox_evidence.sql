-- Of the files that the sandbox's banks were given they keep what they were: hash and size.
CREATE TABLE payments_sandbox_evidence (
    dispute_ref TEXT NOT NULL,
    position BIGINT NOT NULL,
    hash TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (dispute_ref, position)
);
