-- What buyers and sellers write about products: reviews with a reply, votes and photos, questions with answers, reports and decisions.

-- A product's rating and how many questions it has, kept in the transaction of each change: every tile shows it.
CREATE TABLE reviews_products (
    product_id UUID PRIMARY KEY,
    reviews BIGINT NOT NULL CHECK (reviews >= 0),
    stars_sum BIGINT NOT NULL CHECK (stars_sum BETWEEN reviews AND 5 * reviews),
    stars_1 BIGINT NOT NULL CHECK (stars_1 >= 0),
    stars_2 BIGINT NOT NULL CHECK (stars_2 >= 0),
    stars_3 BIGINT NOT NULL CHECK (stars_3 >= 0),
    stars_4 BIGINT NOT NULL CHECK (stars_4 >= 0),
    stars_5 BIGINT NOT NULL CHECK (stars_5 >= 0),
    questions BIGINT NOT NULL CHECK (questions >= 0)
);

CREATE TABLE reviews_reviews (
    id UUID PRIMARY KEY,
    product_id UUID NOT NULL,
    account_id UUID NOT NULL,
    -- The purchase that entitles to it: the line of an order, and whose offer that was.
    line_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    visibility TEXT NOT NULL,
    -- Taken back by its author while it was hidden: empty, but not forgotten, or taking back would undo the hiding.
    removed BOOLEAN NOT NULL DEFAULT FALSE,
    photos BIGINT NOT NULL DEFAULT 0 CHECK (photos BETWEEN 0 AND 4),
    votes BIGINT NOT NULL DEFAULT 0 CHECK (votes >= 0),
    written_at_us BIGINT NOT NULL,
    edited_at_us BIGINT,
    CONSTRAINT reviews_reviews_one_each UNIQUE (product_id, account_id)
);
CREATE INDEX reviews_reviews_helpful ON reviews_reviews (product_id, visibility, votes, written_at_us);
CREATE INDEX reviews_reviews_author ON reviews_reviews (account_id, written_at_us);
CREATE INDEX reviews_reviews_seller ON reviews_reviews (seller_id, written_at_us);

CREATE TABLE reviews_photos (
    review_id UUID NOT NULL REFERENCES reviews_reviews (id) ON DELETE CASCADE,
    position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 3),
    picture_id UUID NOT NULL REFERENCES pictures_pictures (id),
    PRIMARY KEY (review_id, position)
);

CREATE TABLE reviews_replies (
    review_id UUID PRIMARY KEY REFERENCES reviews_reviews (id) ON DELETE CASCADE,
    seller_id UUID NOT NULL,
    account_id UUID NOT NULL,
    body TEXT NOT NULL,
    written_at_us BIGINT NOT NULL,
    edited_at_us BIGINT
);

CREATE TABLE reviews_questions (
    id UUID PRIMARY KEY,
    -- Made when the page was rendered: the same press of the button is the same question.
    question_key TEXT NOT NULL,
    product_id UUID NOT NULL,
    account_id UUID NOT NULL,
    body TEXT NOT NULL,
    visibility TEXT NOT NULL,
    votes BIGINT NOT NULL DEFAULT 0 CHECK (votes >= 0),
    -- Shown ones.
    answers BIGINT NOT NULL DEFAULT 0 CHECK (answers >= 0),
    written_at_us BIGINT NOT NULL,
    CONSTRAINT reviews_questions_key UNIQUE (account_id, question_key)
);
CREATE INDEX reviews_questions_product ON reviews_questions (product_id, visibility, votes, written_at_us);
CREATE INDEX reviews_questions_waiting ON reviews_questions (product_id) WHERE answers = 0;

CREATE TABLE reviews_answers (
    id UUID PRIMARY KEY,
    answer_key TEXT NOT NULL,
    question_id UUID NOT NULL REFERENCES reviews_questions (id) ON DELETE CASCADE,
    account_id UUID NOT NULL,
    voice TEXT NOT NULL,
    -- In whose name, when it is a seller's.
    seller_id UUID,
    body TEXT NOT NULL,
    visibility TEXT NOT NULL,
    votes BIGINT NOT NULL DEFAULT 0 CHECK (votes >= 0),
    written_at_us BIGINT NOT NULL,
    CONSTRAINT reviews_answers_key UNIQUE (account_id, answer_key),
    CHECK ((voice = 'seller') = (seller_id IS NOT NULL))
);
CREATE INDEX reviews_answers_question ON reviews_answers (question_id, visibility, votes);

-- The subject is a review, a question or an answer: ids are one space, so one table serves all three.
CREATE TABLE reviews_votes (
    subject_id UUID NOT NULL,
    account_id UUID NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (subject_id, account_id)
);

CREATE TABLE reviews_reports (
    subject_id UUID NOT NULL,
    account_id UUID NOT NULL,
    reason TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (subject_id, account_id)
);

-- What the operator has to look at: one case for each subject that was ever reported or decided about.
CREATE TABLE reviews_cases (
    subject_id UUID PRIMARY KEY,
    -- With its prefix, which says what it is.
    subject TEXT NOT NULL,
    product_id UUID NOT NULL,
    open BOOLEAN NOT NULL,
    reports BIGINT NOT NULL CHECK (reports >= 0),
    -- Of the last report, or the last decision.
    changed_at_us BIGINT NOT NULL
);
CREATE INDEX reviews_cases_queue ON reviews_cases (open, changed_at_us);

-- The audit trail: who decided what, when and why, with the words that it was about.
CREATE TABLE reviews_decisions (
    id UUID PRIMARY KEY,
    subject_id UUID NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    account_id UUID NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX reviews_decisions_subject ON reviews_decisions (subject_id, at_us);
{{append_only reviews_decisions}}
