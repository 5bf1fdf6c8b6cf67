using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Operations;

/// <summary>O01, O02: settings change under load, all at once or not at all, and no event notices.</summary>
public sealed class ReloadTests(ITestOutputHelper output)
{
    /// <summary>With <c>RELEVO_RELOADS</c>: as many as wanted.</summary>
    [Fact]
    public async Task O02_ReloadsUnderLoad_LoseNothing()
    {
        var reloads = Options.Number("RELEVO_RELOADS", 60);
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 200, Conversations = 100 });
        sender.Start();
        var version = await VersionAsync(rig);
        for (var reload = 0; reload < reloads; reload++)
        {
            rig.Settings.With("Applications:default:Concurrency", 16 + (reload % 2 * 200)).With("Numbers:main:Weight", 1 + (reload % 7)).Save(rig.SettingsFile);
            rig.Gateway.Signal(Native.SigHup);
            await Wait.UntilAsync(async () => await VersionAsync(rig) > version, $"reload {reload} is in force", context: rig.Gateway.Output.ToString);
            version = await VersionAsync(rig);
        }

        await sender.FinishAsync();
        output.WriteLine((await rig.AssertCleanAsync()).ToString());
        rig.AssertNoneRefused();
    }

    [Fact]
    public async Task O02_SecretRotatedWithOverlap_RefusesNoHonestWebhook()
    {
        await using var rig = await Rig.StartedAsync();
        using var webhooks = new Webhooks(rig.Url);
        await ReloadAsync(rig, "Numbers:main:WebhookSecrets", new JsonArray("the-next-app-secret", Known.Secret));
        var body = MetaBody.Message("wamid.old", "15560000080", "hola");
        Assert.Equal(200, (await webhooks.PostAsync(body)).Status);
        body = MetaBody.Message("wamid.new", "15560000080", "hola");
        Assert.Equal(200, (await webhooks.PostAsync(body, MetaBody.Sign(body, "the-next-app-secret"))).Status);
        await ReloadAsync(rig, "Numbers:main:WebhookSecrets", new JsonArray("the-next-app-secret"));
        body = MetaBody.Message("wamid.late", "15560000080", "hola");
        Assert.Equal(401, (await webhooks.PostAsync(body)).Status);
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.old") == 1 && rig.Application.Accepted("wamid.new") == 1, "both are delivered");
    }

    [Fact]
    public async Task O01_BadSettings_ChangeNothing()
    {
        await using var rig = await Rig.StartedAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 20 });
        sender.Start();
        var version = await VersionAsync(rig);
        var good = await File.ReadAllTextAsync(rig.SettingsFile);
        string[] bad = ["", "{", good[..(good.Length / 2)], good.Replace("\"WebhookSecrets\"", "\"WebhookSecretz\"", StringComparison.Ordinal), "[]", "{\"Numbers\":{\"main\":{\"Provider\":\"nobody\"}}}"];
        foreach (var text in bad)
        {
            var lines = rig.Gateway.Output.Total;
            await File.WriteAllTextAsync(rig.SettingsFile, text);
            rig.Gateway.Signal(Native.SigHup);
            await Wait.UntilAsync(() => rig.Gateway.Output.Total > lines, "the bad file is named in the log");
            Assert.Equal(version, await VersionAsync(rig));
        }

        await sender.FinishAsync();
        rig.AssertNoneRefused();
        await File.WriteAllTextAsync(rig.SettingsFile, good);
        await rig.AssertCleanAsync();
    }

    private static async Task ReloadAsync(Rig rig, string path, JsonNode value)
    {
        var version = await VersionAsync(rig);
        rig.Settings.With(path, value).Save(rig.SettingsFile);
        rig.Gateway.Signal(Native.SigHup);
        await Wait.UntilAsync(async () => await VersionAsync(rig) > version, "the reload is in force", context: rig.Gateway.Output.ToString);
    }

    private static async Task<long> VersionAsync(Rig rig) => (await rig.Client.GetAsync("/admin/status"))["settings"]!["version"]!.GetValue<long>();
}
