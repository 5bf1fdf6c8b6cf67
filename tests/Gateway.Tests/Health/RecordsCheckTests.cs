using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Tests.Configuration;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Tests.Health;

/// <summary>Whether what happens can be kept is looked at with a write.</summary>
public sealed class RecordsCheckTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SqliteRecordStore _records = null!;

    public Task InitializeAsync()
    {
        _records = new SqliteRecordStore(_folder.Path, TimeProvider.System, NullLogger<SqliteRecordStore>.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _records.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Check_AFolderInPlaceOfTheFile_IsBadUntilItIsGone()
    {
        var check = new RecordsCheck(_records, TimeProvider.System);
        var blocked = Path.Combine(_folder.Path, SqliteRecordStore.FileName);
        Directory.CreateDirectory(blocked);
        var bad = await check.CheckAsync(CancellationToken.None);
        Assert.False(bad.IsGood);
        Assert.Contains("cannot be saved and would be lost", bad.Message, StringComparison.Ordinal);

        Directory.Delete(blocked);
        Assert.True((await check.CheckAsync(CancellationToken.None)).IsGood);
        Assert.False(check.IsCritical);
    }
}
