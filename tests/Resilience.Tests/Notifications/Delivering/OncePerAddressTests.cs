using System.Collections.Concurrent;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Channels;
using Relevo.Resilience.Tests.Notifications.Support;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Notifications.Delivering;

/// <summary>However somebody is named, one phone gets one text message of a notice, and one mailbox one mail.</summary>
public sealed class OncePerAddressTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly ContactsOptions _contacts = NotifierRig.People();
    private readonly NotificationsOptions _options = NotifierRig.Patient();
    private readonly ChannelHttp _http;
    private readonly ConcurrentQueue<string> _settled = new();
    private LoopbackServer _server = null!;
    private Notifier? _notifier;

    public OncePerAddressTests() => _http = new ChannelHttp(_time);

    public async Task InitializeAsync()
    {
        _server = await LoopbackServer.StartAsync();
        _options.Sms.Url = _server.Url;
    }

    public async Task DisposeAsync()
    {
        await _notifier!.DisposeAsync();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("ana", "operations", "+34600111222")]
    [InlineData("+34600111222", "operations", "ana")]
    public async Task Sms_ToOnePhoneUnderSeveralNames_IsOneMessageInItsPersonsName(params string[] to)
    {
        _options.Sms.To = [.. to, "bo", "+34911222333"];
        var told = await TellAsync(["sms"], expected: 3);
        Assert.Equal(["ana", "bo", "phone-"], told.Select(id => id.StartsWith("phone-", StringComparison.Ordinal) ? "phone-" : id).Order(StringComparer.Ordinal));
        Assert.Equal(3, _server.Requests.Count);
        Assert.Single(_server.Requests, request => request.Body.Contains("+34600111222", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sms_ToTwoPeopleWithOnePhone_IsOneMessage()
    {
        _contacts.People["cy"].Phone = _contacts.People["bo"].Phone;
        _options.Sms.To = ["cy", "bo"];
        Assert.Equal(["cy"], await TellAsync(["sms"], expected: 1));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Email_ToOneMailboxUnderTwoNames_IsPlannedOnce()
    {
        (_options.Email.Host, _options.Email.Port, _options.Email.From) = ("127.0.0.1", 1, "gw@example.com");
        _options.Email.To = ["ana", "Ana@Example.com", "bo"];
        Begin();
        _notifier!.Tell(Alarm() with { Channels = ["email"] });
        await Until.TrueAsync(() => _notifier.Waiting.Count == 1);
        Assert.Equal(["ana", "bo"], _notifier.Waiting[0].Deliveries.Select(delivery => delivery.Recipient));
    }

    [Fact]
    public async Task Recovery_OfWhatWasToldToOnePhoneUnderTwoNames_IsOneMessage()
    {
        _contacts.People["cy"].Phone = _contacts.People["bo"].Phone;
        _options.Sms.To = ["bo"];
        await TellAsync(["sms"], expected: 1);
        _notifier!.Tell(Alarm() with { Kind = NoticeKind.Escalation, Channels = ["sms"], To = ["cy"] });
        await Until.TrueAsync(() => _server.Requests.Count == 2);
        await Until.TrueAsync(() => _notifier.Waiting.Count == 0);
        var recovery = _notifier.Tell(Notice.Recovery("queue", "well again"))!;
        Assert.Equal(["bo"], await RecipientsAsync(recovery));
    }

    private static Notice Alarm() => new("queue", HealthLevel.Emergency, "it is slow");

    private void Begin()
    {
        var setup = NotifierSetup.Create(_options, _contacts, new EscalationOptions(), _http, _time);
        _notifier = new Notifier(setup, new MemoryRecords().Open(), _time, new LogText<Notifier>(), () => 0.5);
        _notifier.Settled += (notice, _) => _settled.Enqueue(notice.Id);
        _ = _notifier.RunAsync(new LoopBeat(_time, CancellationToken.None), CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> TellAsync(string[] channels, int expected)
    {
        Begin();
        var told = await RecipientsAsync(_notifier!.Tell(Alarm() with { Channels = channels })!);
        Assert.Equal(expected, told.Count);
        return told;
    }

    private async Task<IReadOnlyList<string>> RecipientsAsync(string id)
    {
        await Until.TrueAsync(() => _settled.Contains(id) && _notifier!.Waiting.Count == 0);
        var report = (await _notifier!.RecentAsync(50, CancellationToken.None)).Single(r => r.Id == id);
        Assert.All(report.Deliveries, delivery => Assert.Equal(DeliveryState.Taken, delivery.State));
        return [.. report.Deliveries.Select(delivery => delivery.Recipient)];
    }
}
