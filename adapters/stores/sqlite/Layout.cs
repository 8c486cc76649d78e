using Gateway.Core;

namespace Gateway.Stores;

/// <summary>The tables and the settings that can only be chosen when the file is made.</summary>
internal static class Layout
{
    /// <summary>Version of the tables below; a file of a newer one is refused.</summary>
    public const int Version = 1;

    /// <summary>Bits of a raw row's number that count the rows of one body: 2^20 rows of 256 KiB.</summary>
    public const int RowBits = 20;

    // Blobs lie in rowid tables of their own: without rowid a 3,000-byte row takes three times its size, and an update
    // of a row rewrites all of it. `key` is for erasing by destroying a key; null means the bytes are as they are.
    // `due_at` is set for the head of each lane only: what is due is the start of one small index, whatever waits behind.
    private const string Tables = """
        CREATE TABLE version(number INTEGER NOT NULL);
        CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE receipt(
          sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
          channel TEXT NOT NULL, scope TEXT NOT NULL, file_name TEXT, media_type TEXT, reply_to TEXT NOT NULL,
          arrived_at INTEGER NOT NULL, format TEXT, partner TEXT, body INTEGER, state INTEGER NOT NULL,
          reason TEXT NOT NULL, attempts INTEGER NOT NULL, documents INTEGER NOT NULL, accepted INTEGER NOT NULL,
          revision TEXT, next_document INTEGER NOT NULL, fence INTEGER NOT NULL, due_at INTEGER, turn INTEGER NOT NULL,
          ended_at INTEGER, node TEXT, interchanges BLOB, decisions BLOB, findings BLOB);
        CREATE INDEX receipt_partner ON receipt(partner, sequence);
        CREATE INDEX receipt_lane ON receipt(scope, sequence) WHERE state < 2;
        CREATE INDEX receipt_due ON receipt(due_at, turn) WHERE due_at IS NOT NULL;
        CREATE INDEX receipt_ended ON receipt(ended_at) WHERE body IS NOT NULL AND ended_at IS NOT NULL;
        CREATE TABLE interchange(
          name BLOB NOT NULL, digest BLOB NOT NULL, receipt INTEGER NOT NULL, PRIMARY KEY(name, digest)) WITHOUT ROWID;
        CREATE TABLE raw(id INTEGER PRIMARY KEY, key BLOB, bytes BLOB NOT NULL);
        CREATE TABLE unsealed(body INTEGER PRIMARY KEY);
        CREATE TABLE document(
          sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, receipt INTEGER NOT NULL, ordinal INTEGER NOT NULL,
          accepted INTEGER NOT NULL, detail BLOB NOT NULL);
        CREATE INDEX document_receipt ON document(receipt, ordinal);
        CREATE TABLE result(document INTEGER PRIMARY KEY, key BLOB, json BLOB NOT NULL, xml BLOB NOT NULL, provenance BLOB NOT NULL);
        CREATE TABLE entry(
          sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, receipt INTEGER NOT NULL, document TEXT NOT NULL,
          destination TEXT NOT NULL, address TEXT NOT NULL, lane TEXT NOT NULL, not_before INTEGER NOT NULL,
          file_name TEXT NOT NULL, media_type TEXT NOT NULL, supersedes TEXT, state INTEGER NOT NULL, attempts INTEGER NOT NULL,
          fence INTEGER NOT NULL, due_at INTEGER, made_at INTEGER NOT NULL, delivered_at INTEGER, node TEXT, reason TEXT NOT NULL);
        CREATE INDEX entry_receipt ON entry(receipt, sequence);
        CREATE INDEX entry_destination ON entry(destination, sequence);
        CREATE INDEX entry_lane ON entry(destination, lane, sequence) WHERE state < 2;
        CREATE INDEX entry_due ON entry(destination, due_at, sequence) WHERE due_at IS NOT NULL;
        CREATE TABLE payload(entry INTEGER PRIMARY KEY, key BLOB, bytes BLOB NOT NULL);
        CREATE TABLE slot(
          id INTEGER PRIMARY KEY, schedule TEXT NOT NULL, planned INTEGER NOT NULL, taken_at INTEGER NOT NULL, UNIQUE(schedule, planned));
        CREATE TABLE command(id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE file(digest TEXT NOT NULL UNIQUE, key BLOB, bytes BLOB NOT NULL);
        CREATE TABLE journal(position INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL);
        CREATE TABLE tally(name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
        """;

    // Tables that files of this version may lack: nothing that they have is changed by them.
    private const string LaterTables = """
        CREATE TABLE IF NOT EXISTS parts(receipt INTEGER PRIMARY KEY, detail BLOB NOT NULL);
        DROP TABLE IF EXISTS once;
        CREATE TABLE IF NOT EXISTS idempotency(
          key BLOB PRIMARY KEY, receipt INTEGER NOT NULL, kept_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS idempotency_kept ON idempotency(kept_at);
        """;

    /// <summary>Opens the writer's connection; makes the tables in a new file.</summary>
    /// <exception cref="StoreUnusableException">The file is of a newer version, or is not a store.</exception>
    public static Database Open(string path)
    {
        var database = Database.Open(path);
        try
        {
            // Page size and vacuum mode are fixed with the first page; later only a rewrite of the whole file changes them. Pages are small
            // because every sender's message touches some of its own, and the log takes each of them whole.
            database.Execute("PRAGMA page_size=4096; PRAGMA auto_vacuum=incremental; PRAGMA journal_mode=WAL");
            database.Execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=memory");
            // What is written stays in memory up to the results of the largest usual document: pages that are written out before the
            // commit and filled after that would go to the log twice.
            database.Execute("PRAGMA cache_size=-4096; PRAGMA cache_spill=4096");
            if (database.Sql("SELECT 1 FROM sqlite_schema WHERE name='version'").Number() is null) Make(database);
            var version = database.Sql("SELECT number FROM version").Number();
            database.Reset();
            if (version == Version)
            {
                database.Execute(LaterTables);
                return database;
            }

            throw new StoreUnusableException(
                $"The store file {path} has version {version}; this program knows {Version}. Start the newer program again.");
        }
        catch (StoreFailedException failure)
        {
            database.Dispose();
            throw new StoreUnusableException($"The store file {path} cannot be used. {failure.Message}");
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void Make(Database database)
    {
        database.Reset();
        database.Execute("BEGIN IMMEDIATE");
        database.Execute(Tables);
        database.Sql("INSERT INTO version VALUES(?)").Set(Version).Run();
        database.Reset();
        database.Execute("COMMIT");
    }
}
