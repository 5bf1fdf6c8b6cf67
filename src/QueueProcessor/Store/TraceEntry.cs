using Relevo.Contracts.Identity;

namespace Relevo.QueueProcessor.Store;

/// <summary>One thing that happened to a send. Only ever added; where a send stands follows from all of its entries.</summary>
/// <param name="Message">The send.</param>
/// <param name="AtUtc">When. The same kind at the same time by the same number is the same entry, and kept once.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Number">Our name of the number it happened with.</param>
/// <param name="Answer">Status code or error, for operators; without content.</param>
/// <param name="ProviderKey">The provider's name of it (<c>provider:channelKey:providerMessageId</c>), by which <see cref="IMessageStore.FindSent"/> finds the send.</param>
public sealed record TraceEntry(MessageId Message, DateTimeOffset AtUtc, TraceKind Kind, string Number, string? Answer = null, string? ProviderKey = null);
