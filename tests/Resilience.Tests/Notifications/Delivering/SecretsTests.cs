using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Channels;
using Relevo.Resilience.Tests.Notifications.Support;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Notifications.Delivering;

public sealed class SecretsTests
{
    private static readonly string[] Secrets = ["t0ken", "s3cret", "600111222", "ana@", "noc@", "911222333", "127.0.0.1", "it is slow"];

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(404)]
    public async Task Tell_WhateverHappens_NeitherLogNorStatusHoldSecretsAddressesOrTexts(int status)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.Status(status == 0 ? 200 : status, "t0ken it is slow");
        var time = new ManualTime();
        using var http = new ChannelHttp(time);
        var records = new MemoryRecords();
        var log = new LogText<Notifier>();
        var setup = NotifierSetup.Create(Options(status == 0 ? "http://127.0.0.1:1" : server.Url), NotifierRig.People(), new EscalationOptions(), http, time);
        var notifier = new Notifier(setup, records.Open(), time, log, () => 0.5);
        _ = notifier.RunAsync(new LoopBeat(time, CancellationToken.None), CancellationToken.None);
        notifier.Tell(new Notice("queue", HealthLevel.Emergency, "it is slow"));
        await Until.TrueAsync(() => notifier.Status.Channels.Count(c => c.FailuresInRow > 0) == 5);
        await notifier.StopAsync(TimeSpan.Zero);

        var status1 = string.Join('\n', notifier.Status.Channels);
        var proofs = string.Join('\n', (await notifier.RecentAsync(10, CancellationToken.None)).SelectMany(r => r.Deliveries));
        Assert.Equal(7, proofs.Split('\n').Length);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, log.All + status1 + proofs, StringComparison.OrdinalIgnoreCase));
    }

    private static NotificationsOptions Options(string url) => new()
    {
        Routes = { Emergency = ["slack", "email", "sms", "pagerduty", "webhook"] },
        Slack = { Url = url + "/services/t0ken" },
        Sms = { Url = url + "/sms?key=t0ken", Headers = ["Authorization: Bearer s3cret"], To = ["ana", "+34911222333"] },
        PagerDuty = { Url = url + "/t0ken", RoutingKey = "s3cret" },
        Webhook = { Url = url + "/t0ken", Secrets = ["whsec_c2VjcmV0"] },
        Email = { Host = "127.0.0.1", Port = 1, From = "gw@example.com", User = "u", Password = "s3cret", To = ["ana", "noc@example.com"] },
    };
}
