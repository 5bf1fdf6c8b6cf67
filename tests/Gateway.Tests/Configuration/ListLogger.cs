using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Relevo.Gateway.Tests.Configuration;

/// <summary>Keeps what was logged, and lets a test wait for it.</summary>
internal sealed class ListLogger<T> : ILogger<T>
{
    private readonly SemaphoreSlim _written = new(0);

    public ConcurrentQueue<(LogLevel Level, int Id, string Text)> Entries { get; } = new();

    public int Count(int id) => Entries.Count(e => e.Id == id);

    public async Task WaitFor(int id)
    {
        while (Count(id) == 0)
        {
            Assert.True(await _written.WaitAsync(TimeSpan.FromSeconds(30)), $"log entry {id} did not come");
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Entries.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
        _written.Release();
    }
}
