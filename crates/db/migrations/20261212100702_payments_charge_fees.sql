-- What the processor keeps of a charge of a seller's card, as it told, and where the ledger has it.
ALTER TABLE payments_charges ADD COLUMN fee_minor BIGINT NOT NULL DEFAULT 0 CHECK (fee_minor >= 0);
ALTER TABLE payments_charges ADD COLUMN fee_tx_id UUID;
-- What it kept is compared with ours by the reservation.
CREATE INDEX payments_sandbox_operations_auth ON payments_sandbox_operations (auth_ref);
