-- What the processor keeps of a capture, as it told, and where the ledger has it.
ALTER TABLE payments_captures ADD COLUMN fee_minor BIGINT NOT NULL DEFAULT 0 CHECK (fee_minor >= 0);
ALTER TABLE payments_captures ADD COLUMN fee_tx_id UUID;
ALTER TABLE payments_sandbox_operations ADD COLUMN fee_minor BIGINT NOT NULL DEFAULT 0 CHECK (fee_minor >= 0);
