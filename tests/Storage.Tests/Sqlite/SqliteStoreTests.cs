using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>The embedded engine is held to the suite.</summary>
public sealed class SqliteStoreTests : MessageStoreSuite
{
    protected override async Task<IStoreBed> OpenBedAsync() => await SqliteBed.OpenAsync();
}
