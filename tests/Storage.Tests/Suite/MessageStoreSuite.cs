using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Storage.Tests.Suite;

/// <summary>What every engine behind <see cref="IMessageStore"/> must do. An engine joins by one class that opens its bed.</summary>
public abstract partial class MessageStoreSuite : IAsyncLifetime
{
    private IStoreBed? _bed;

    protected IStoreBed Bed => _bed ?? throw new InvalidOperationException("The bed is not made.");

    private IMessageStore Store => Bed.Store;

    private ManualTime Time => Bed.Time;

    public async Task InitializeAsync() => _bed = await OpenBedAsync();

    public async Task DisposeAsync() => await Bed.DisposeAsync();

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<IStoreBed> OpenBedAsync();

    private QueuedMessage Message(string? key = null, string lane = "lane", string text = "{}") => Make.Message(Time, key, lane, text: text);

    private static IEnumerable<string> Texts(IEnumerable<QueuedMessage> messages) => messages.Select(message => Make.Text(message.Payload[1..]));
}
