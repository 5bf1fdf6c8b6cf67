namespace Relevo.Wire;

/// <summary>The run cannot go on; the message says why and what to do.</summary>
internal sealed class WireException(string message) : Exception(message);
