using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Operations;

/// <summary>O08: what the gateway depends on may be away; the gateway is not. (A store that cannot write: see Disk.)</summary>
public sealed class LivenessTests
{
    [Fact]
    public async Task O08_ApplicationAway_StaysAliveReadyAndAccepting()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        await rig.Application.StopAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 50 });
        sender.Start();
        await Wait.UntilAsync(
            async () =>
            {
                Assert.Equal(200, await rig.Client.StatusAsync("/health/live"));
                Assert.Equal(200, await rig.Client.StatusAsync("/health/ready"));
                Assert.Equal(200, await rig.Client.StatusAsync("/webhooks/whatsapp/health"));
                return rig.History.AcceptedCount > 300;
            },
            "300 events are accepted without an application");
        await sender.FinishAsync();
        rig.AssertNoneRefused();
        Assert.False(rig.Gateway.HasExited);
        await rig.Application.StartAsync();
        Assert.Equal(0, (await rig.AssertCleanAsync()).Duplicates);
    }

    [Fact]
    public async Task Health_Endpoints_NeedNoKeyAndHoldNoSecrets()
    {
        await using var rig = await Rig.StartedAsync();
        foreach (var path in new[] { "/health", "/health/live", "/health/ready", "/health/database", "/health/queue", "/metrics", "/webhooks/whatsapp/health" })
        {
            using var answer = await rig.Client.SendAsync(HttpMethod.Get, path, key: null);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == 200, $"{path}: {(int)answer.StatusCode} {text}");
            foreach (var secret in new[] { Known.Secret, Known.VerifyToken, Known.AdminKey, Known.ApplicationSecret, rig.DataDirectory })
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        }
    }
}
