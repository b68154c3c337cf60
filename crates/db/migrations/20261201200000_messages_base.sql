-- Messages between a shopper and the seller of one part of an order: one thread each, what was read, what waits for an answer,
-- pictures, reports and decisions.
CREATE TABLE messages_threads (
    part_id UUID PRIMARY KEY,
    order_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    -- Messages are numbered from 1 in their thread: how many there are, the last of each side, and up to which each has read.
    messages BIGINT NOT NULL CHECK (messages > 0),
    shopper_last BIGINT NOT NULL,
    seller_last BIGINT NOT NULL,
    shopper_read BIGINT NOT NULL,
    seller_read BIGINT NOT NULL,
    -- Whether a mail told this side of something that it has not read: until then there is no other.
    shopper_told BOOLEAN NOT NULL,
    seller_told BOOLEAN NOT NULL,
    -- Since when the shopper waits for an answer; nothing while nobody waits.
    waiting_since_us BIGINT,
    last_at_us BIGINT NOT NULL,
    CONSTRAINT messages_threads_numbers CHECK (
        shopper_last BETWEEN 0 AND messages AND seller_last BETWEEN 0 AND messages
        AND shopper_read BETWEEN 0 AND messages AND seller_read BETWEEN 0 AND messages)
);
CREATE INDEX messages_threads_order ON messages_threads (order_id);
CREATE INDEX messages_threads_waiting ON messages_threads (seller_id, waiting_since_us, part_id);
CREATE INDEX messages_threads_latest ON messages_threads (seller_id, last_at_us, part_id);

CREATE TABLE messages_messages (
    id UUID PRIMARY KEY,
    part_id UUID NOT NULL REFERENCES messages_threads (part_id),
    number BIGINT NOT NULL CHECK (number > 0),
    side TEXT NOT NULL,
    -- Made when the page was rendered: the same press of the button is the same message.
    message_key TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    -- Who wrote it; nothing for a guest.
    account_id UUID,
    -- As it was written: what of it the other side does not see is found when it is shown. Empty once it was forgotten.
    body TEXT NOT NULL,
    pictures BIGINT NOT NULL CHECK (pictures BETWEEN 0 AND 4),
    visibility TEXT NOT NULL,
    sent_at_us BIGINT NOT NULL,
    CONSTRAINT messages_messages_number UNIQUE (part_id, number),
    CONSTRAINT messages_messages_key UNIQUE (part_id, side, message_key)
);

CREATE TABLE messages_pictures (
    message_id UUID NOT NULL REFERENCES messages_messages (id),
    position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 3),
    picture_id UUID NOT NULL REFERENCES pictures_pictures (id),
    PRIMARY KEY (message_id, position)
);
CREATE INDEX messages_pictures_picture ON messages_pictures (picture_id);

-- Each time that a shopper waited for an answer: from the first message without one until the seller wrote, or said that there
-- is nothing to answer. How soon sellers answer is counted from here.
CREATE TABLE messages_waits (
    -- The first message that waited.
    message_id UUID PRIMARY KEY REFERENCES messages_messages (id),
    part_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    since_us BIGINT NOT NULL,
    answered_at_us BIGINT,
    answered TEXT,
    CONSTRAINT messages_waits_ended CHECK ((answered_at_us IS NULL) = (answered IS NULL))
);
CREATE UNIQUE INDEX messages_waits_open ON messages_waits (part_id) WHERE answered_at_us IS NULL;
CREATE INDEX messages_waits_seller ON messages_waits (seller_id, since_us);

-- What the other side reported: a message has one other side, so one report at the most.
CREATE TABLE messages_reports (
    message_id UUID PRIMARY KEY REFERENCES messages_messages (id),
    complaint TEXT NOT NULL,
    -- Who reported it; nothing for a guest.
    account_id UUID,
    at_us BIGINT NOT NULL,
    -- Waits for the operator.
    open BOOLEAN NOT NULL
);
CREATE INDEX messages_reports_queue ON messages_reports (open, at_us);

-- The audit trail: who decided what, when and why, with the words that it was about.
CREATE TABLE messages_decisions (
    id UUID PRIMARY KEY,
    message_id UUID NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    account_id UUID NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX messages_decisions_message ON messages_decisions (message_id, at_us);
CREATE INDEX messages_decisions_latest ON messages_decisions (at_us);
{{append_only messages_decisions}}
