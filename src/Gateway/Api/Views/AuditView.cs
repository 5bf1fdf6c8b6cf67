using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Views;

/// <summary>What operators did, newest first.</summary>
internal sealed record AuditView(IReadOnlyList<AuditEntry> Items);
