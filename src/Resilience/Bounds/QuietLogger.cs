using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Bounds;

/// <summary>A logger whose own failure stays its own: a full log volume must end no loop, reach no caller and keep nothing out of a store.</summary>
/// <param name="inner">Where it writes.</param>
public sealed class QuietLogger(ILogger inner) : ILogger
{
    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // There is nowhere left to say it.
        }
    }
}
