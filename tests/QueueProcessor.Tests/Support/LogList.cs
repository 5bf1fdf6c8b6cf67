using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Relevo.QueueProcessor.Tests.Support;

/// <summary>Keeps the ids of what was logged.</summary>
internal sealed class LogList : ILogger
{
    public ConcurrentQueue<int> Ids { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Ids.Enqueue(eventId.Id);
}
