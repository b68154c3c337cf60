-- The copy and the end of somebody's data ask for all letters to one address.
CREATE INDEX mail_messages_recipient ON mail_messages (LOWER(recipient));
