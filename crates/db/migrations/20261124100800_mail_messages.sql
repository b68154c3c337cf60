-- Outgoing mail: written in the transaction of the change that it tells of, sent by a job, kept as what was said.
CREATE TABLE mail_messages (
    id UUID PRIMARY KEY,
    -- The same key is the same mail: it is written and sent once.
    message_key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT mail_messages_state CHECK (state IN ('queued', 'sent')),
    created_at_us BIGINT NOT NULL,
    sent_at_us BIGINT,
    CONSTRAINT mail_messages_sent CHECK ((state = 'sent') = (sent_at_us IS NOT NULL))
);
CREATE UNIQUE INDEX mail_messages_key ON mail_messages (message_key);
