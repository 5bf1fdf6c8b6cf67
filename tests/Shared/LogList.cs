using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Relevo.Tests.Shared;

/// <summary>Keeps what was logged, by whomever.</summary>
internal sealed class LogList : ILogger, ILoggerProvider
{
    public ConcurrentQueue<int> Ids { get; } = new();

    public ConcurrentQueue<string> Texts { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Ids.Enqueue(eventId.Id);
        Texts.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
