using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;

namespace Relevo.QueueProcessor.Store;

/// <summary>A stored message as people and programs look it up.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Queue">The queue it belongs to.</param>
/// <param name="Number">Our name of the number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ReceivedUtc">When we took it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Failed attempts that count.</param>
/// <param name="Reason">Why it is parked, expired or dropped.</param>
/// <param name="Answer">Status code or error of the last attempt.</param>
/// <param name="ParkedUtc">When it was parked.</param>
/// <param name="Payload">The encoded object without its format byte; empty in lists.</param>
public sealed record MessageRecord(
    MessageId Id,
    string Queue,
    string Number,
    EventKind Kind,
    DateTimeOffset ReceivedUtc,
    MessageState State,
    int Attempts,
    string? Reason,
    string? Answer,
    DateTimeOffset? ParkedUtc,
    ReadOnlyMemory<byte> Payload);
