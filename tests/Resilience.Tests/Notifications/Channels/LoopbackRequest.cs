namespace Relevo.Resilience.Tests.Notifications.Channels;

/// <summary>What a server was sent.</summary>
internal sealed record LoopbackRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
