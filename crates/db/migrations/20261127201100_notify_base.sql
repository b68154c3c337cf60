-- Messages to devices: who wants which, where to, and the shop's own key for them.
CREATE TABLE notify_keys (
    -- There is one: changing it would silence every device.
    id BIGINT PRIMARY KEY CONSTRAINT notify_keys_one CHECK (id = 1),
    -- PKCS #8, base64.
    private_key TEXT NOT NULL
);

CREATE TABLE notify_devices (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL,
    -- The address at the browser's push service: whoever knows it and the keys can write to the device.
    endpoint TEXT NOT NULL,
    -- The browser's public key and secret, base64url.
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    created_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX notify_devices_endpoint ON notify_devices (endpoint);
CREATE INDEX notify_devices_account ON notify_devices (account_id);

-- Only what differs from the default, which is everything.
CREATE TABLE notify_choices (
    account_id UUID NOT NULL,
    kind TEXT NOT NULL CONSTRAINT notify_choices_kind CHECK (kind IN ('shipped', 'delivered')),
    push BOOLEAN NOT NULL,
    mail BOOLEAN NOT NULL,
    PRIMARY KEY (account_id, kind)
);
