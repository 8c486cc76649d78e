using System.Text;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <summary>
/// The index, <c>index.db</c>: business keys of receipts and documents, apart from the truth because writing them there costs
/// most of its speed. It follows the journal and can be deleted at any time; it is made again.
/// </summary>
/// <remarks>Keys match without regard to case, spaces and punctuation: <c>MSCU 123456-7</c> is <c>mscu1234567</c>.</remarks>
public sealed class IndexDb : IDisposable
{
    private const int Version = 1;

    // One part of the journal: up to 64 settles of 64 documents.
    private const int EntriesMax = 64;

    // Shorter beginnings match too much to be of use and would read long stretches of the index.
    private const int PrefixCharactersMin = 3;

    private const string Tables = """
        CREATE TABLE cursor(position INTEGER NOT NULL, last TEXT NOT NULL);
        INSERT INTO cursor VALUES(0, '');
        CREATE TABLE receipt(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, partner TEXT);
        CREATE TABLE document(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
        CREATE TABLE kind(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE key(
          value TEXT NOT NULL, receipt INTEGER NOT NULL, document INTEGER NOT NULL, kind INTEGER NOT NULL, shown TEXT NOT NULL,
          PRIMARY KEY(value, receipt, document, kind)) WITHOUT ROWID;
        """;

    private readonly string path;
    private readonly SemaphoreSlim following = new(1);
    private readonly object finding = new();
    private Database writer;
    private Database reader;
    private bool isKnown;

    private IndexDb(string path) => (this.path, (writer, reader)) = (path, Connect(path));

    /// <summary>Opens the index of a data folder; makes a new one when there is none, or none that can be used.</summary>
    public static IndexDb Open(string folder) => new(Path.Combine(folder, "index.db"));

    /// <summary>Takes up the next part of the journal.</summary>
    /// <returns>How many journal entries were read; 0 when the index is up to date.</returns>
    public async ValueTask<int> Follow(IStore store, CancellationToken stop)
    {
        await following.WaitAsync(stop);
        try
        {
            if (!isKnown) await CheckJournal(store, stop);
            var after = writer.Sql("SELECT position FROM cursor").Number() ?? 0;
            writer.Reset();
            var part = await Follower.Read(store, after, EntriesMax, stop);
            if (part.Entries > 0) Write(part);
            return part.Entries;
        }
        finally
        {
            following.Release();
        }
    }

    /// <summary>Finds receipts and documents by a key: whole matches, newest first, then those that begin with the text.</summary>
    /// <param name="viewer">Who looks; a partner finds only its own.</param>
    /// <param name="text">A container, a reference, the beginning of one (three characters at least) …</param>
    /// <param name="max">Hits at most.</param>
    public IReadOnlyList<Hit> Find(Viewer viewer, string text, int max)
    {
        var value = Plain(text);
        var hits = new List<Hit>();
        if (value.Length == 0) return hits;
        max = Math.Clamp(max, 1, Limits.PageItemsMax);
        const string Select = "SELECT r.id, d.id, n.name, k.shown FROM key k JOIN receipt r ON r.number=k.receipt "
            + "JOIN kind n ON n.number=k.kind LEFT JOIN document d ON d.number=k.document "
            + "WHERE (?1 IS NULL OR r.partner=?1) AND ";
        lock (finding)
        {
            Add(reader.Sql(Select + "k.value=?2 ORDER BY k.receipt DESC, k.document DESC LIMIT ?3")
                .Set(viewer.Partner).Set(value).Set(max), isExact: true);
            if (value.Length >= PrefixCharactersMin && hits.Count < max)
            {
                Add(reader.Sql(Select + "k.value>?2 AND k.value<?3 ORDER BY k.value, k.receipt LIMIT ?4")
                    .Set(viewer.Partner).Set(value).Set(value + "\U0010FFFF").Set(max - hits.Count), isExact: false);
            }

            reader.Reset();
        }

        return hits;

        void Add(Statement rows, bool isExact)
        {
            while (rows.Step()) hits.Add(new Hit(rows.Text(0)!, rows.Text(1), rows.Text(2)!, rows.Text(3)!, isExact));
        }
    }

    /// <summary>The consignments' keys that are among words of a paper, of one partner's receipts alone.</summary>
    public IReadOnlyList<DocumentKey> Known(string? partner, IReadOnlyList<string> words)
    {
        var keys = new List<DocumentKey>();
        lock (finding)
        {
            foreach (var word in words)
            {
                var rows = reader.Sql("SELECT DISTINCT n.name, k.shown FROM key k JOIN receipt r ON r.number=k.receipt "
                    + "JOIN kind n ON n.number=k.kind WHERE k.value=?1 AND k.document<>0 AND r.partner IS ?2 LIMIT 5")
                    .Set(Plain(word)).Set(partner);
                while (rows.Step()) keys.Add(new DocumentKey(rows.Text(0)!, rows.Text(1)!));
                rows.End();
                if (keys.Count >= Limits.EvidenceKeysMax) break;
            }

            reader.Reset();
        }

        return keys;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        writer.Dispose();
        following.Dispose();
    }

    private static (Database Writer, Database Reader) Connect(string path)
    {
        try
        {
            return (OpenWriter(path), Database.Open(path, isReader: true));
        }
        catch (Exception failure) when (failure is StoreFailedException or StoreUnusableException)
        {
            // Damaged, or not an index: it holds nothing that the journal does not give again.
            Delete(path);
            return (OpenWriter(path), Database.Open(path, isReader: true));
        }
    }

    private static Database OpenWriter(string path)
    {
        var database = Database.Open(path);
        try
        {
            // NORMAL: what a power cut takes from the index is read from the journal again.
            database.Execute("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-2048");
            var version = database.Sql("PRAGMA user_version").Number();
            database.Reset();
            if (version == 0) database.Execute($"BEGIN; {Tables} PRAGMA user_version={Version}; COMMIT");
            else if (version != Version) throw new StoreUnusableException("The index is of another version.");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void Delete(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
    }

    /// <summary>Starts over when the journal is not the one that was followed: the store was restored or exchanged.</summary>
    private async ValueTask CheckJournal(IStore store, CancellationToken stop)
    {
        var cursor = writer.Sql("SELECT position, last FROM cursor");
        var (position, last) = cursor.Step() ? (cursor.Long(0), cursor.Text(1)!) : (0, "");
        writer.Reset();
        if (position > 0)
        {
            var entries = await store.Journal(position - 1, 1, stop);
            if (entries.Count == 0 || entries[0].Position != position || Digest.Of(entries[0].Bytes.Span).Hex != last)
            {
                lock (finding)
                {
                    reader.Dispose();
                    writer.Dispose();
                    Delete(path);
                    (writer, reader) = Connect(path);
                }
            }
        }

        isKnown = true;
    }

    private void Write(FollowedPart part)
    {
        writer.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var key in part.Keys) Write(key);
            foreach (var receipt in part.Purged) writer.Sql("DELETE FROM receipt WHERE id=?").Set(receipt).Run();
            if (part.Purged.Count > 0)
            {
                writer.Sql("DELETE FROM key WHERE receipt NOT IN (SELECT number FROM receipt)").Run();
            }

            writer.Sql("UPDATE cursor SET position=?, last=?").Set(part.Position).Set(Digest.Of(part.Last.Span).Hex).Run();
            writer.Reset();
            writer.Execute("COMMIT");
        }
        catch (StoreFailedException)
        {
            writer.Reset();
            if (!writer.IsIdle) writer.Execute("ROLLBACK");
            throw;
        }
    }

    private void Write(FoundKey key)
    {
        var value = Plain(key.Value);
        if (value.Length == 0) return;
        var receipt = NumberOf("receipt", "id", key.ReceiptId, key.Partner);
        // The partner of an archive shows only in its parts, after the receipt was written here.
        if (key is { Kind: "partner", DocumentId: null })
        {
            writer.Sql("UPDATE receipt SET partner=? WHERE number=?").Set(key.Partner).Set(receipt).Run();
        }

        var document = key.DocumentId is { } id ? NumberOf("document", "id", id, null) : 0;
        writer.Sql("INSERT OR IGNORE INTO key VALUES(?,?,?,?,?)")
            .Set(value).Set(receipt).Set(document).Set(NumberOf("kind", "name", key.Kind, null)).Set(key.Value).Run();
    }

    private long NumberOf(string table, string column, string id, string? partner)
    {
        if (writer.Sql($"SELECT number FROM {table} WHERE {column}=?").Set(id).Number() is { } number) return number;
        _ = table == "receipt"
            ? writer.Sql("INSERT INTO receipt(id, partner) VALUES(?,?)").Set(id).Set(partner).Run()
            : writer.Sql($"INSERT INTO {table}({column}) VALUES(?)").Set(id).Run();
        return writer.LastRow;
    }

    /// <summary>Letters and digits only, in upper case: people write container numbers in many ways.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character)) plain.Append(char.ToUpperInvariant(character));
        }

        return plain.ToString();
    }
}
