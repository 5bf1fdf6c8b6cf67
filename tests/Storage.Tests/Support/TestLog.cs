using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Relevo.Storage.Sqlite;

namespace Relevo.Storage.Tests.Support;

/// <summary>Keeps what was logged.</summary>
public sealed class TestLog : ILogger<SqliteMessageStore>, ILogger<SqliteContactStore>, ILogger<SqliteRecordStore>
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _entries = new();

    public IEnumerable<(LogLevel Level, int Id, string Text)> Entries => _entries;

    /// <summary>When set, logging itself fails.</summary>
    public bool Throws { get; set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Throws)
        {
            throw new InvalidOperationException("The log is full.");
        }

        _entries.Enqueue((logLevel, eventId.Id, formatter(state, exception) + (exception is null ? "" : " " + exception)));
    }
}
