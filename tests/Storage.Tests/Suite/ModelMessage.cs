using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Tests.Suite;

/// <summary>One message of <see cref="StoreModel"/>.</summary>
internal sealed class ModelMessage(QueuedMessage message, long position, MessageId id)
{
    public QueuedMessage Message => message;

    public long Position => position;

    public MessageId Id => id;

    public MessageState State { get; set; }

    public DateTimeOffset Due { get; set; }
}
