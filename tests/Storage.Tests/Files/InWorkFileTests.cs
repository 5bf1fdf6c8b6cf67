using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Storage.Files;
using Relevo.Tests.Shared;

namespace Relevo.Storage.Tests.Files;

/// <summary>What a killed process leaves behind: the bytes that the file holds in that moment.</summary>
public sealed class InWorkFileTests : IDisposable
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("relevo-in-work-").FullName;
    private readonly ManualTime _time = new();

    private string FileName => Path.Combine(_folder, "in-work");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_NothingThere_KnowsOfNoLastRun()
    {
        using var file = Open();
        Assert.Empty(file.LastRun);
    }

    [Fact]
    public async Task Kill_InWork_IsFoundByTheNextRun()
    {
        using (var file = Open())
        {
            await file.EnterAsync(7);
            file.Leave(await file.EnterAsync(8));
            await file.EnterAsync(9);
            await Until.TrueAsync(() => Left().SetEquals([7, 9]));
            Kill();
        }

        using var next = OpenKilled();
        Assert.Equal([7, 9], next.LastRun.Order());
    }

    [Fact]
    public async Task Stop_Clean_LeavesNothing()
    {
        using (var file = Open())
        {
            var ticket = await file.EnterAsync(7);
            await Until.TrueAsync(() => Left().Contains(7));
            file.Leave(ticket);
        }

        Assert.Empty(Left());
        using var next = Open();
        Assert.Empty(next.LastRun);
    }

    [Fact]
    public async Task Enter_AfterADeath_WaitsUntilItIsOnRecord()
    {
        Leave(5);
        using var file = Open();
        file.LastRunNoted();
        for (var position = 100; position < 110; position++)
        {
            var ticket = await file.EnterAsync(position);
            Assert.Contains(position, Left());
            file.Leave(ticket);
        }
    }

    [Fact]
    public void Enter_AMinuteAfterADeath_WaitsNoLonger()
    {
        Leave(5);
        using var file = Open();
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(file.EnterAsync(6).AsTask().IsCompletedSuccessfully);
    }

    /// <summary>Deaths that nobody has counted yet are not forgotten, whatever happens before.</summary>
    [Fact]
    public async Task LastRun_NotNotedYet_StaysInTheFile()
    {
        Leave(5, 6);
        using (var file = Open())
        {
            await file.EnterAsync(7);
            Assert.Superset(new HashSet<long> { 5, 6 }, Left());
        }

        Assert.Superset(new HashSet<long> { 5, 6 }, Left());
        using var next = Open();
        Assert.Equal([5, 6], next.LastRun.Order());
    }

    [Fact]
    public async Task LastRun_Noted_IsNotCountedAgain()
    {
        Leave([.. Enumerable.Range(1, 3000).Select(i => (long)i)]);
        using var file = Open();
        Assert.Equal(3000, file.LastRun.Count);
        file.LastRunNoted();
        await Until.TrueAsync(() => Left().Count == 0);
        var ticket = await file.EnterAsync(9000);
        Assert.Equal([9000], Left());
        file.Leave(ticket);
    }

    [Fact]
    public async Task Enter_ThousandsAtATime_AreAllOnRecord()
    {
        using var file = Open();
        var tickets = new List<int>();
        for (var position = 1; position <= 5000; position++)
        {
            tickets.Add(await file.EnterAsync(position));
        }

        Assert.Equal(4096, tickets.Where(ticket => ticket >= 0).Distinct().Count());
        Assert.All(tickets.Skip(4096), ticket => Assert.Equal(-1, ticket));
        await Until.TrueAsync(() => Left().Count == 4096);
        tickets.ForEach(file.Leave);
        await Until.TrueAsync(() => Left().Count == 0);
        Assert.True(await file.EnterAsync(1) >= 0);
    }

    [Fact]
    public async Task EnterAndLeave_FromManyThreads_KeepsTheBooks()
    {
        using var file = Open();
        await Parallel.ForEachAsync(Enumerable.Range(1, 20_000), async (position, _) => file.Leave(await file.EnterAsync(position)));
        var last = await file.EnterAsync(77);
        await Until.TrueAsync(() => Left().SetEquals([77]));
        file.Leave(last);
    }

    [Fact]
    public async Task Enter_TheDiskRefuses_GoesOn()
    {
        File.CreateSymbolicLink(FileName, "/dev/full");
        var log = new FirstEntry();
        using var file = InWorkFile.Open(_folder, _time, log);
        file.Leave(await file.EnterAsync(6));
        Assert.Equal(3101, await log.Id.WaitAsync(TooLong));
        Assert.True(await file.EnterAsync(7) >= 0);
    }

    [Fact]
    public async Task Enter_AfterItsEnd_HangsNobody()
    {
        Leave(5);
        var file = Open();
        file.Dispose();
        var ticket = await file.EnterAsync(6).AsTask().WaitAsync(TooLong);
        file.Leave(ticket);
    }

    [Fact]
    public void Open_DamagedFile_TakesWhatItFinds()
    {
        File.WriteAllBytes(FileName, [1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 3, 0, 0]);
        using var file = Open();
        Assert.Equal([1], file.LastRun);
    }

    private InWorkFile Open() => InWorkFile.Open(_folder, _time, NullLogger<InWorkFile>.Instance);

    private InWorkFile OpenKilled() => InWorkFile.Open(Path.Combine(_folder, "killed"), _time, NullLogger<InWorkFile>.Instance);

    private void Kill()
    {
        var bytes = Bytes();
        Directory.CreateDirectory(Path.Combine(_folder, "killed"));
        File.WriteAllBytes(Path.Combine(_folder, "killed", "in-work"), bytes);
    }

    private void Leave(params long[] positions) => File.WriteAllBytes(FileName, MemoryMarshal.AsBytes<long>(positions).ToArray());

    private HashSet<long> Left() => [.. MemoryMarshal.Cast<byte, long>(Bytes()).ToArray().Where(position => position != 0)];

    private byte[] Bytes()
    {
        using var stream = new FileStream(FileName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed class FirstEntry : ILogger<InWorkFile>
    {
        private readonly TaskCompletionSource<int> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> Id => _id.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _id.TrySetResult(eventId.Id);
    }
}
