using Gateway.Core;
using Gateway.Stores;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-store-").FullName;

    protected override IStore Open() => SqliteStore.Open(folder, Clock);

    protected override void Forget() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_second_program_on_the_data_folder_is_refused_and_told_which_process_has_it()
    {
        var refused = Assert.Throws<StoreUnusableException>(() => SqliteStore.Open(folder, Clock));
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await Store.DisposeAsync();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder}/gateway.db;Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE version SET number=99";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<StoreUnusableException>(() => SqliteStore.Open(folder, Clock));
        Assert.Contains("version 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Senders_keys_do_not_pile_up()
    {
        for (var i = 0; i < 20; i++) await KeepUnder($"old{i}", "A");
        Clock.Advance(TimeSpan.FromDays(2));
        for (var i = 0; i < 3; i++) await KeepUnder($"new{i}", "A");
        Assert.Equal(3L, await Ask("SELECT count(*) FROM idempotency"));
    }

    [Fact]
    public async Task The_file_has_the_settings_that_cannot_be_changed_later()
    {
        Assert.Equal(4096L, await Ask("PRAGMA page_size"));
        Assert.Equal(2L, await Ask("PRAGMA auto_vacuum"));
        Assert.Equal("wal", await Ask("PRAGMA journal_mode"));
        Assert.Equal(4L, await Ask("SELECT count(*) FROM sqlite_schema WHERE name IN ('raw','result','payload','file') "
            + "AND sql LIKE '%key BLOB%'"));
    }

    // The file as it lies there after the store was closed.
    private async Task<object?> Ask(string sql)
    {
        await Store.DisposeAsync();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder}/gateway.db;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
