using Relevo.LoadBalancer.Contacts;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>What is known of contacts outlives the process, says nothing about who they are, and is never worth a stop.</summary>
public sealed class ContactStoreTests : IAsyncLifetime
{
    private readonly TestLog _log = new();
    private SqliteBed? _bed;
    private SqliteContactStore? _contacts;

    private SqliteBed Bed => _bed ?? throw new InvalidOperationException("No bed.");

    private SqliteContactStore Contacts => _contacts ?? throw new InvalidOperationException("No contacts.");

    private string FilePath => Path.Combine(Bed.Folder, "contacts.db");

    private IEnumerable<string> Aside => Directory.EnumerateFiles(Bed.Folder, "contacts.db.damaged-*").Where(path => !path.EndsWith("-wal", StringComparison.Ordinal) && !path.EndsWith("-shm", StringComparison.Ordinal));

    public async Task InitializeAsync()
    {
        _bed = await SqliteBed.OpenAsync();
        await Bed.Store.StoreAsync([.. Enumerable.Range(0, 100).Select(_ => Make.Message(Bed.Time))]);
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await Contacts.DisposeAsync();
        await Bed.DisposeAsync();
    }

    [Fact]
    public async Task Save_ThenFind_GivesBackEveryField()
    {
        var now = Bed.Time.GetUtcNow();
        ContactRecord[] saved =
        [
            new("491701", "shop", now, [new ContactWindow("shop", now), new ContactWindow("üb\u00e9r", now - TimeSpan.FromTicks(7))]),
            new("491702", null, default, []),
            new("491703", "", now, [.. Enumerable.Range(0, 16).Select(i => new ContactWindow($"n{i}", now.AddDays(-i)))]),
        ];
        await SaveAsync(saved, 7);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(7, Contacts.ContactCheckpoint);
            Assert.All(saved, contact => AssertSame(contact, Contacts.FindContact(contact.ContactKey)));
            Assert.Null(Contacts.FindContact("491704"));
            await ReopenAsync();
        }

        await SaveAsync([saved[0] with { Number = "other" }], 9);
        Assert.Equal("other", Contacts.FindContact("491701")!.Number);
        Assert.Equal(9, Contacts.ContactCheckpoint);
    }

    [Fact]
    public async Task File_HoldsNoContact()
    {
        await SaveAsync([Contact("4917012345678")], 1);
        await Contacts.DisposeAsync();
        foreach (var path in Directory.EnumerateFiles(Bed.Folder, "contacts.db*"))
        {
            Assert.DoesNotContain("4917012345678", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Find_WhileOthersSave_NeverFails()
    {
        await SaveAsync([.. Enumerable.Range(0, 50).Select(i => Contact($"{i}"))], 1);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var found = 0;
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                Assert.NotNull(Contacts.FindContact($"{i % 50}"));
                found++;
            }

            return found;
        })).ToList();
        for (var i = 2; i < 60; i++)
        {
            await SaveAsync([.. Enumerable.Range(0, 50).Select(n => Contact($"{n}"))], i);
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), found => Assert.True(found > 0));
    }

    [Fact]
    public async Task Rows_UntouchedForAMonth_GoLittleByLittle()
    {
        await SaveAsync([.. Enumerable.Range(0, 1000).Select(i => Contact($"old{i}"))], 1);
        Bed.Time.JumpWallClock(TimeSpan.FromDays(20));
        await SaveAsync([Contact("young")], 2);
        Bed.Time.JumpWallClock(TimeSpan.FromDays(12));
        await SaveAsync([], 3);
        Assert.InRange(Rows(), 600, 900);
        for (var i = 4; i < 10; i++)
        {
            await SaveAsync([], i);
        }

        Assert.Equal(1, Rows());
        Assert.NotNull(Contacts.FindContact("young"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_OfADamagedFile_KeepsItAsideAndBeginsAnew(bool isJunk)
    {
        await FillAsync();
        await Contacts.DisposeAsync();
        await DamageAsync(isJunk);
        await OpenAsync();
        if (!isJunk)
        {
            Assert.Null(Contacts.FindContact("1")); // the damage is found on the way
            await SaveAsync([], 60);
        }

        Assert.Equal(0, Contacts.ContactCheckpoint);
        Assert.Null(Contacts.FindContact("1"));
        Assert.Single(Aside);
        Assert.Contains(_log.Entries, entry => entry.Id == 2301);
        await SaveAsync([Contact("1")], isJunk ? 5 : 61);
        Assert.NotNull(Contacts.FindContact("1"));
        Assert.Equal(isJunk ? 5 : 0, Contacts.ContactCheckpoint); // what was lost on the way is learned at the next start
        await ReopenAsync();
        Assert.NotNull(Contacts.FindContact("1"));
        await SaveAsync([], 70);
        Assert.Equal(70, Contacts.ContactCheckpoint);
        Assert.Single(Aside);
    }

    [Fact]
    public async Task Open_BesideAnotherStore_BeginsAnew()
    {
        await SaveAsync([Contact("1")], 50);
        await Contacts.DisposeAsync();
        await using var other = await SqliteBed.OpenAsync();
        File.Copy(FilePath, Path.Combine(other.Folder, "contacts.db"));
        File.Copy(FilePath + "-wal", Path.Combine(other.Folder, "contacts.db-wal"));
        await using var contacts = new SqliteContactStore(other.Folder, other.Sqlite, Bed.Time, _log);
        await contacts.OpenAsync(CancellationToken.None);
        Assert.Equal(0, contacts.ContactCheckpoint);
        Assert.Null(contacts.FindContact("1"));
    }

    [Fact]
    public async Task Open_AheadOfARestoredStore_GoesBackToIt()
    {
        await SaveAsync([Contact("1")], 5000);
        await ReopenAsync();
        Assert.Equal(100, Contacts.ContactCheckpoint);
        Assert.NotNull(Contacts.FindContact("1"));
    }

    [Fact]
    public async Task Open_OfANewerSchema_IsRefused()
    {
        await Contacts.DisposeAsync();
        SqliteBed.Execute(FilePath, "PRAGMA user_version=99");
        var error = await Assert.ThrowsAsync<StoreException>(OpenAsync);
        Assert.Contains("contacts.db was written by a newer version of Relevo (schema 99, this program knows 1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pool_IsSavedAsAWhole()
    {
        Assert.Null(Bed.Sqlite.LoadPool());
        await Bed.Sqlite.SavePoolAsync([1, 2, 3], CancellationToken.None);
        await Bed.Sqlite.SavePoolAsync([4], CancellationToken.None);
        await Bed.KillAsync();
        Assert.Equal([4], Bed.Sqlite.LoadPool()!);
        await Bed.Sqlite.SavePoolAsync([], CancellationToken.None);
        Assert.Empty(Bed.Sqlite.LoadPool()!);
    }

    private static void AssertSame(ContactRecord expected, ContactRecord? found)
    {
        Assert.NotNull(found);
        Assert.Equal((expected.ContactKey, expected.Number, expected.AssignedUtc), (found.ContactKey, found.Number, found.AssignedUtc));
        Assert.Equal(expected.Windows, found.Windows);
    }

    private ContactRecord Contact(string key) => new(key, "shop", Bed.Time.GetUtcNow(), [new ContactWindow("shop", Bed.Time.GetUtcNow())]);

    private Task SaveAsync(IReadOnlyCollection<ContactRecord> contacts, long checkpoint) => Contacts.SaveContactsAsync(contacts, checkpoint, CancellationToken.None);

    private Task FillAsync() => SaveAsync([.. Enumerable.Range(0, 2000).Select(i => Contact($"{i}"))], 50);

    // Junk from the first byte on; or whole at its head, and all pages with rows in them spoilt.
    private async Task DamageAsync(bool isJunk)
    {
        SqliteBed.Execute(FilePath, "PRAGMA wal_checkpoint(TRUNCATE)");
        await using var file = File.OpenWrite(FilePath);
        file.Position = isJunk ? 0 : 3 * SqliteConnection.PageBytes;
        await file.WriteAsync(Enumerable.Repeat((byte)'x', (int)(file.Length - file.Position)).ToArray());
    }

    private long Rows() => SqliteBed.Scalar(FilePath, "SELECT count(*) FROM contact");

    private async Task OpenAsync()
    {
        _contacts = new SqliteContactStore(Bed.Folder, Bed.Sqlite, Bed.Time, _log);
        await _contacts.OpenAsync(CancellationToken.None);
    }

    private async Task ReopenAsync()
    {
        await Contacts.DisposeAsync();
        await OpenAsync();
    }
}
