"""The tables of the knowledge base, and the steps that lead from one version of them to the next.

Every row's key is made from content (see keys.py), so that two bases built from the same files hold the same rows
whatever order the files came in. docs/store.md describes each table for people who open the file with other tools.
"""

from __future__ import annotations

APPLICATION_ID = 0x43657475  # "Cetu"

_FIRST = """
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE contents (
  key INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  media_type TEXT NOT NULL,
  encoding TEXT,
  pages INTEGER,
  chars INTEGER NOT NULL,
  extractor TEXT NOT NULL,
  warnings TEXT NOT NULL,
  text TEXT NOT NULL
);

CREATE TABLE files (
  path TEXT PRIMARY KEY,
  content INTEGER REFERENCES contents(key),
  status TEXT NOT NULL CHECK (status IN ('ok', 'skipped', 'failed')),
  reason TEXT NOT NULL DEFAULT '',
  sha256 TEXT,
  media_type TEXT,
  size INTEGER,
  mtime_ns INTEGER
) WITHOUT ROWID;
CREATE INDEX files_content ON files(content, path);

CREATE TABLE documents (
  key INTEGER PRIMARY KEY,
  content INTEGER NOT NULL REFERENCES contents(key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  issuer TEXT,
  issued TEXT,
  number TEXT,
  kind TEXT,
  level TEXT,
  scope TEXT NOT NULL,
  duplicate_of TEXT,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX documents_id ON documents(id);
CREATE INDEX documents_content ON documents(content);
CREATE INDEX documents_title ON documents(title);
CREATE INDEX documents_scope ON documents(scope);

CREATE TABLE sections (
  key INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
  parent INTEGER REFERENCES sections(key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  id TEXT NOT NULL,
  number TEXT,
  title TEXT NOT NULL,
  level INTEGER NOT NULL,
  path TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  page INTEGER
);
CREATE INDEX sections_document ON sections(document);
CREATE INDEX sections_parent ON sections(parent);

CREATE TABLE passages (
  key INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
  section INTEGER REFERENCES sections(key) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('heading', 'sentence', 'row', 'joined')),
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  page INTEGER,
  text TEXT NOT NULL,
  lead TEXT NOT NULL DEFAULT '',
  actors TEXT NOT NULL DEFAULT '',
  spans TEXT
);
CREATE INDEX passages_document ON passages(document);
CREATE INDEX passages_section ON passages(section);

CREATE TABLE facts (
  key INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
  section INTEGER REFERENCES sections(key) ON DELETE CASCADE,
  passage INTEGER NOT NULL REFERENCES passages(key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  page INTEGER,
  rule TEXT NOT NULL,
  words TEXT NOT NULL,
  name TEXT, op TEXT, value REAL, value_max REAL, unit TEXT, status TEXT,
  kind TEXT, starts TEXT, ends TEXT, due_from TEXT, due_to TEXT, freq TEXT, times INTEGER, duration TEXT,
  person TEXT, position TEXT, group_name TEXT, post TEXT,
  actor TEXT, actor_kind TEXT, modality TEXT, part TEXT,
  record TEXT NOT NULL
);
CREATE INDEX facts_id ON facts(id);
CREATE INDEX facts_document ON facts(document, type);
CREATE INDEX facts_passage ON facts(passage, type);
CREATE INDEX facts_section ON facts(section, type);
CREATE INDEX facts_due ON facts(freq, due_to, due_from, kind) WHERE type = 'deadline';
CREATE INDEX facts_type ON facts(type);
CREATE INDEX facts_position ON facts(position) WHERE type = 'membership';

CREATE TABLE spans (
  fact INTEGER NOT NULL REFERENCES facts(key) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (fact, place)
) WITHOUT ROWID;

CREATE TABLE links (
  source INTEGER NOT NULL REFERENCES facts(key) ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('due', 'measured_by', 'answered_by')),
  target INTEGER NOT NULL REFERENCES facts(key) ON DELETE CASCADE,
  PRIMARY KEY (source, relation, target)
) WITHOUT ROWID;
CREATE INDEX links_target ON links(target, relation);

CREATE TABLE actors (
  key INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'post', 'org', 'group', 'unknown')),
  name TEXT NOT NULL,
  reversed TEXT NOT NULL,
  UNIQUE (scope, kind, name)
);
CREATE INDEX actors_name ON actors(name);
CREATE INDEX actors_reversed ON actors(reversed);

CREATE TABLE fact_actors (
  fact INTEGER NOT NULL REFERENCES facts(key) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('actor', 'part', 'person', 'post', 'group')),
  actor INTEGER NOT NULL REFERENCES actors(key),
  PRIMARY KEY (fact, role, actor)
) WITHOUT ROWID;
CREATE INDEX fact_actors_actor ON fact_actors(actor, role);

CREATE TABLE actor_links (
  document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
  source INTEGER NOT NULL REFERENCES actors(key),
  relation TEXT NOT NULL CHECK (relation IN ('same_as', 'holds', 'acts_as', 'member_of', 'part_of')),
  target INTEGER NOT NULL REFERENCES actors(key),
  position TEXT NOT NULL DEFAULT '',
  fact INTEGER REFERENCES facts(key) ON DELETE CASCADE,
  PRIMARY KEY (document, source, relation, target, position)
) WITHOUT ROWID;
CREATE INDEX actor_links_source ON actor_links(source, relation);
CREATE INDEX actor_links_target ON actor_links(target, relation);
CREATE INDEX actor_links_fact ON actor_links(fact);

CREATE TABLE reviews (
  number INTEGER PRIMARY KEY,
  fact TEXT NOT NULL,
  field TEXT NOT NULL,
  old TEXT,
  new TEXT,
  reviewer TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  batch TEXT NOT NULL,
  undoes INTEGER REFERENCES reviews(number)
);
CREATE INDEX reviews_fact ON reviews(fact, field, number);

CREATE VIRTUAL TABLE passage_index USING fts5(text, context, content='', tokenize='ascii');
CREATE VIRTUAL TABLE document_index USING fts5(title, content='', tokenize='ascii');
CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_index, row);
"""

# What people say of facts: `reviewed` is the fact a judgement hangs on and what it is known again by after a new extraction,
# `changes` the log (rows are added, never changed; undone by one more), `batches` what was done in one go.
_REVIEWS = """
CREATE TABLE batches (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('review', 'import', 'undo')),
  reviewer TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL,
  source TEXT NOT NULL DEFAULT '',
  undoes INTEGER REFERENCES batches(number)
);
CREATE INDEX batches_undoes ON batches(undoes);

CREATE TABLE reviewed (
  key INTEGER PRIMARY KEY,
  fact TEXT NOT NULL UNIQUE,
  matched TEXT NOT NULL DEFAULT 'id' CHECK (matched IN ('id', 'words', 'near')),
  type TEXT NOT NULL,
  party TEXT NOT NULL,
  path TEXT NOT NULL,
  document TEXT NOT NULL,
  section TEXT NOT NULL,
  page INTEGER,
  start INTEGER NOT NULL,
  words TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX reviewed_path ON reviewed(path);

CREATE TABLE changes (
  number INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batches(number),
  reviewed INTEGER NOT NULL REFERENCES reviewed(key),
  field TEXT NOT NULL,
  old TEXT,
  new TEXT
);
CREATE INDEX changes_field ON changes(reviewed, field, number);
CREATE INDEX changes_batch ON changes(batch);
CREATE TRIGGER changes_are_never_changed BEFORE UPDATE ON changes BEGIN
  SELECT RAISE(ABORT, 'changes: append only');
END;

INSERT INTO batches (number, kind, reviewer, reason, at)
  SELECT dense_rank() OVER (ORDER BY first), 'review', reviewer, reason, '' FROM (
    SELECT min(number) AS first, reviewer, reason FROM reviews GROUP BY batch);
INSERT INTO reviewed (fact, type, party, path, document, section, page, start, words, text)
  SELECT r.fact, coalesce(f.type, ''), coalesce(f.actor, f.person, f.name, ''),
    coalesce((SELECT path FROM files WHERE content = d.content ORDER BY path LIMIT 1), ''), coalesce(d.title, ''),
    coalesce(s.path, ''), f.page, coalesce(f.start, 0), coalesce(f.words, ''), coalesce(p.text, '')
  FROM (SELECT fact, min(number) AS first FROM reviews GROUP BY fact) r
  LEFT JOIN facts f ON f.key = (SELECT min(key) FROM facts WHERE id = r.fact)
  LEFT JOIN documents d ON d.key = f.document LEFT JOIN sections s ON s.key = f.section
  LEFT JOIN passages p ON p.key = f.passage ORDER BY r.first;
INSERT INTO changes (number, batch, reviewed, field, old, new)
  SELECT r.number, b.rank, v.key, r.field, r.old, r.new FROM reviews r
  JOIN reviewed v ON v.fact = r.fact
  JOIN (SELECT batch, dense_rank() OVER (ORDER BY min(number)) AS rank FROM reviews GROUP BY batch) b ON b.batch = r.batch;
DROP TABLE reviews;
"""

# Files that a run no longer met stay until they are pruned. `meta.workbook` says that the workbook beside the base holds
# what the base holds; whatever changes the base takes that away.
_MISSING = """
ALTER TABLE files ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER workbook_after_new_file AFTER INSERT ON files BEGIN
  DELETE FROM meta WHERE name = 'workbook';
END;
CREATE TRIGGER workbook_after_changed_file AFTER UPDATE ON files BEGIN
  DELETE FROM meta WHERE name = 'workbook';
END;
CREATE TRIGGER workbook_after_lost_file AFTER DELETE ON files BEGIN
  DELETE FROM meta WHERE name = 'workbook';
END;
CREATE TRIGGER workbook_after_review AFTER INSERT ON changes BEGIN
  DELETE FROM meta WHERE name = 'workbook';
END;
"""

# What was read from a content, as a digest of its rows: a program that keeps what it has worked out of a base sees by it which
# contents are no longer what they were. Contents that an older program wrote have none until they are read anew.
_READINGS = """
CREATE TABLE readings (
  content INTEGER PRIMARY KEY REFERENCES contents(key) ON DELETE CASCADE,
  digest TEXT NOT NULL
);
"""

# Each plan adds a segment to the full-text indexes. SQLite merges them by fours; by eights less is written anew, and with 400
# plans words are found in as many steps (docs/decisions.md).
_MERGING = """
INSERT INTO passage_index (passage_index, rank) VALUES ('automerge', 8);
INSERT INTO document_index (document_index, rank) VALUES ('automerge', 8);
"""

# Step n leads from version n to version n + 1.
MIGRATIONS: tuple[str, ...] = (_FIRST, _REVIEWS, _MISSING, _READINGS, _MERGING)
VERSION = len(MIGRATIONS)
