using Gateway.Core;
using SQLitePCL;

namespace Gateway.Stores;

/// <summary>The store's disk is full or failing; the same call may succeed later.</summary>
/// <param name="message">What failed, for the operator.</param>
/// <param name="code">SQLite's primary result code.</param>
public sealed class StoreFailedException(string message, int code) : IOException(message)
{
    /// <summary>SQLite's primary result code.</summary>
    public int Code => code;
}

/// <summary>
/// One connection with its prepared statements, straight on SQLite's own interface: spans are bound without copies and
/// nothing is allocated for a step. Not thread-safe.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 handle;
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);
    private readonly List<Statement> used = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => this.handle = handle;

    /// <summary>False within a transaction.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(handle) != 0;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>Bytes of a page of the file.</summary>
    public int PageBytes => field > 0 ? field : field = (int)Sql("PRAGMA page_size").Number()!.Value;

    /// <summary>Number of the row that was inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(handle);

    /// <summary>Opens a file, made when it is missing.</summary>
    public static Database Open(string path, bool isReader = false)
    {
        // A connection belongs to one thread at a time, so SQLite need not lock it (NOMUTEX).
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (isReader ? 0 : raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            handle?.Dispose();
            throw new StoreUnusableException(
                $"The store file {path} cannot be opened (SQLite {code}). Check the folder's rights and disk.");
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, 10_000);
        var database = new Database(handle);
        // Readers are many and short; what they read again is in the file cache of the system.
        if (isReader) database.Execute("PRAGMA query_only=1; PRAGMA cache_size=-512");
        return database;
    }

    /// <summary>A statement, prepared once for each connection, ready for its first value.</summary>
    public Statement Sql(string text)
    {
        if (!statements.TryGetValue(text, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(handle, text, out var prepared));
            statements.Add(text, statement = new Statement(this, prepared));
        }

        if (statement.IsIdle) used.Add(statement);
        return statement.Start();
    }

    /// <summary>Runs statements that give nothing back, once.</summary>
    public void Execute(string text) => Check(raw.sqlite3_exec(handle, text));

    /// <summary>Ends every statement that is still open; an open read would hold the log back.</summary>
    public void Reset()
    {
        foreach (var statement in used) statement.Rest();
        used.Clear();
    }

    /// <summary>Writes a value straight into its pages, where a statement made room for it: SQLite copies what is bound twice.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">Number of the row.</param>
    /// <param name="value">As long as the room.</param>
    public void Fill(string table, string column, long row, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        Check(raw.sqlite3_blob_open(handle, "main", table, column, row, 1, out var blob));
        using (blob) Check(raw.sqlite3_blob_write(blob, value, 0));
    }

    /// <summary>Copies pages from the log into the file.</summary>
    /// <returns>Pages in the log, of them copied; (-1, -1) when somebody else is doing it.</returns>
    public (int Log, int Copied) Checkpoint(bool truncate)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        var code = raw.sqlite3_wal_checkpoint_v2(handle, "main", mode, out var log, out var copied);
        if ((code & 0xff) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED) return (-1, -1);
        Check(code);
        return (log, copied);
    }

    /// <summary>Throws when a result code is a failure.</summary>
    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        var sentence = (code & 0xff) switch
        {
            raw.SQLITE_FULL => "The disk of the data folder is full; the store takes nothing until there is room again",
            raw.SQLITE_IOERR => "The disk of the data folder failed",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The store file is damaged",
            raw.SQLITE_READONLY => "The data folder is read-only",
            raw.SQLITE_BUSY => "The store file is locked by another program",
            _ => "The store failed: " + raw.sqlite3_errmsg(handle).utf8_to_string(),
        };
        throw new StoreFailedException($"{sentence} (SQLite {code}).", code & 0xff);
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        statements.Clear();
        handle.Dispose();
    }
}

/// <summary>A prepared statement: values are set in order, then it is run or stepped.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    /// <summary>From this size on a bound value is given back with the end of the statement, instead of being kept until the next one.
    /// </summary>
    public const int LargeBytes = 64 * 1024;

    private int next = 1;
    private bool isLarge;

    /// <summary>Whether nobody used it since <see cref="Rest"/>.</summary>
    public bool IsIdle { get; private set; } = true;

    public Statement Start()
    {
        End();
        IsIdle = false;
        next = 1;
        return this;
    }

    public Statement Set(long value) => Bound(raw.sqlite3_bind_int64(handle, next, value));

    public Statement Set(long? value) => value is { } number ? Set(number) : Null();

    public Statement Set(string? value) => value is null ? Null() : Bound(raw.sqlite3_bind_text(handle, next, value));

    public Statement Set(ReadOnlySpan<byte> value)
    {
        isLarge |= value.Length > LargeBytes;
        return value.IsEmpty ? Bound(raw.sqlite3_bind_zeroblob(handle, next, 0)) : Bound(raw.sqlite3_bind_blob(handle, next, value));
    }

    /// <summary>Room for a value that <see cref="Database.Fill"/> writes. With nothing but room behind it in the row it takes no
    /// memory.</summary>
    public Statement SetRoom(int length) => Bound(raw.sqlite3_bind_zeroblob(handle, next, length));

    public Statement SetOrNull(byte[]? value) => value is null ? Null() : Set(value.AsSpan());

    public Statement Null() => Bound(raw.sqlite3_bind_null(handle, next));

    /// <summary>Runs to the end.</summary>
    /// <returns>Rows changed.</returns>
    public int Run()
    {
        while (Step())
        {
            // Rows of a pragma are of no use here.
        }

        End();
        return database.Changes;
    }

    /// <summary>Goes to the next row.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;
        try
        {
            database.Check(code);
        }
        finally
        {
            End();
        }

        return false;
    }

    /// <summary>The number in the first column of the first row; null when there is none.</summary>
    public long? Number()
    {
        var found = Step() && !IsNull(0) ? Long(0) : (long?)null;
        End();
        return found;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int(int column) => (int)Long(column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(handle, column).utf8_to_string();

    /// <summary>The bytes of a column; valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void End()
    {
        raw.sqlite3_reset(handle);
        if (!isLarge) return;
        raw.sqlite3_clear_bindings(handle);
        isLarge = false;
    }

    /// <summary>Ends it, and nobody uses it for now.</summary>
    public void Rest()
    {
        End();
        IsIdle = true;
    }

    public void Dispose() => handle.Dispose();

    private Statement Bound(int code)
    {
        database.Check(code);
        next++;
        return this;
    }
}
