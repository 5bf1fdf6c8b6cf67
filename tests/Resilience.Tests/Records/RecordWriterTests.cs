using Relevo.Resilience.Records;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Records;

public sealed class RecordWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTime _time = new();
    private readonly MemoryRecords _records = new();
    private readonly LogList _log = new();
    private readonly RecordWriter _writer;

    public RecordWriterTests() => _writer = new RecordWriter(_records, "note", () => 10, _time, _log);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _records.Mend();
        await _writer.DisposeAsync();
    }

    [Fact]
    public async Task Save_ThenFlush_HasSavedTheNewestVersion()
    {
        for (var i = 0; i < 100; i++)
        {
            Save("a", $"{i}");
        }

        await FlushAsync();
        Assert.Equal("99", Assert.Single(_records.All).Json);
        Assert.Equal(0, _writer.Unsaved);
    }

    [Fact]
    public async Task Save_WhatTheStoreNeverTakes_IsNotSaidToBeSaved()
    {
        _records.Before = () => throw new ArgumentException("too large");
        Save("a", "large");
        Assert.False(await _writer.FlushAsync(CancellationToken.None).WaitAsync(Patience));
        _records.Mend();
        Save("b", "small");
        Assert.True(await _writer.FlushAsync(CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Save_WhileTheStoreHangs_WaitsForNobodyAndSavesTheNewestLater()
    {
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _records.Before = () => hang.Task;
        Save("a", "old");
        await Until.TrueAsync(() => _records.Puts == 1);
        Save("a", "new");
        _records.Mend();
        hang.SetResult();
        await FlushAsync();
        Assert.Equal("new", Assert.Single(_records.All).Json);
    }

    [Fact]
    public async Task Save_WhileTheStoreBlocks_ReturnsAtOnce()
    {
        using var release = new ManualResetEventSlim();
        _records.Before = () =>
        {
            release.Wait(Patience);
            return Task.CompletedTask;
        };
        Save("a", "text"); // on this very thread, which would block with it
        _records.Mend();
        release.Set();
        await FlushAsync();
        Assert.Single(_records.All);
    }

    [Fact]
    public async Task Save_WhileTheStoreFails_TriesAgainEverMoreSeldomAndSaysSoOnce()
    {
        _records.Fail();
        Save("a", "text");
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            await _time.WhenAsync(armed => armed.SequenceEqual([TimeSpan.FromSeconds(pause)])).WaitAsync(Patience);
            _time.Advance(TimeSpan.FromSeconds(pause));
        }

        await _time.WhenArmedAsync(1).WaitAsync(Patience);
        _records.Mend();
        _time.Advance(TimeSpan.FromSeconds(30));
        await FlushAsync();
        Assert.Single(_records.All);
        Assert.Equal([9281, 9282], _log.Ids);
    }

    [Fact]
    public async Task Save_OfADocumentThatTheStoreRefuses_HoldsUpNoOther()
    {
        _records.Before = () => throw new ArgumentOutOfRangeException("record");
        Save("bad", "text");
        await FlushAsync();
        _records.Mend();
        Save("good", "text");
        await FlushAsync();
        Assert.Equal("good", Assert.Single(_records.All).Id);
        Assert.Contains(9284, _log.Ids);
    }

    [Fact]
    public async Task Save_OfMoreThanItMayKeep_GivesUpTheOldest()
    {
        _records.Fail();
        for (var i = 0; i < RecordWriter.MaxUnsaved + 20; i++)
        {
            Save($"{i:D4}", "text");
        }

        Assert.Equal(RecordWriter.MaxUnsaved, _writer.Unsaved);
        Assert.Contains(9283, _log.Ids);
        _records.Mend();
        var flushing = FlushAsync();
        await Until.TrueAsync(() => flushing.IsCompleted, "the saving", () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Contains(_records.All, record => record.Id == $"{RecordWriter.MaxUnsaved + 19:D4}");
    }

    [Fact]
    public async Task Saves_InLargeNumbers_AreTrimmed()
    {
        for (var i = 0; i < 100; i++)
        {
            _time.JumpWallClock(TimeSpan.FromSeconds(1));
            Save($"{i}", "text");
            await FlushAsync();
        }

        Assert.InRange(_records.All.Count, 10, 10 + 16);
        Assert.Equal("99", _records.All[0].Id);
    }

    [Fact]
    public async Task Dispose_WhileTheStoreFails_TriesOnceMoreAndEnds()
    {
        _records.Fail();
        Save("a", "text");
        await _time.WhenArmedAsync(1).WaitAsync(Patience);
        var puts = _records.Puts;
        await _writer.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(puts + 1, _records.Puts);
        Save("b", "text");
        Assert.Equal(0, _writer.Unsaved);
    }

    private void Save(string id, string json) => _writer.Save(id, _time.GetUtcNow(), () => json);

    private Task<bool> FlushAsync() => _writer.FlushAsync(CancellationToken.None).WaitAsync(Patience);
}
