-- Each lane of workers finds its next job at once, however many jobs of the others are due: messages to devices and programs may
-- wait by the hundred thousand while a service is slow or an operator has switched them off. The words are those of the lanes.
CREATE INDEX db_jobs_due_quick ON db_jobs (state, run_at_us)
    WHERE kind <> 'notify.send' AND kind <> 'import.upload' AND kind <> 'webhooks.deliver';
CREATE INDEX db_jobs_due_notify ON db_jobs (state, run_at_us) WHERE kind = 'notify.send';
CREATE INDEX db_jobs_due_import ON db_jobs (state, run_at_us) WHERE kind = 'import.upload';
CREATE INDEX db_jobs_due_webhooks ON db_jobs (state, run_at_us) WHERE kind = 'webhooks.deliver';
