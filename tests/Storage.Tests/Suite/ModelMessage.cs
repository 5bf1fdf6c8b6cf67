using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Tests.Suite;

/// <summary>One message of <see cref="StoreModel"/>.</summary>
internal sealed class ModelMessage(QueuedMessage message, long position, MessageId id)
{
    public QueuedMessage Message => message;

    public long Position => position;

    public MessageId Id => id;

    /// <summary>Where it waits now.</summary>
    public string Queue { get; set; } = message.Queue;

    /// <summary>What happened to it.</summary>
    public List<TraceEntry> Traces { get; } = [];

    public MessageState State { get; set; }

    public DateTimeOffset Due { get; set; }
}
