using Relevo.Contracts.Messages;

namespace Relevo.Sandbox.Tests.Support;

/// <summary>One webhook that came.</summary>
internal sealed record Hook(string Number, bool IsAuthentic, IReadOnlyList<InboundEvent> Events, string Body);
