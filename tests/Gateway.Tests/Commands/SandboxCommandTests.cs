using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Relevo.Gateway.Tests.Configuration;

namespace Relevo.Gateway.Tests.Commands;

public sealed class SandboxCommandTests : IDisposable
{
    private const string Script = """
        { "numbers": [ { "provider": "meta", "key": "100000000000001", "webhookSecret": "s" }, { "provider": "evolution", "key": "evo-1" } ],
          "rules": [ { "name": "second", "from": 2, "to": 2, "metaCode": 131047 } ] }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Sandbox_Json_PrintsALinePerSendAndEndsWith0()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var sandbox = GatewayProcess.Start([], ["sandbox", "--port", "0", "--json", "--script", _folder.Write(Script), "--webhook-url", "100000000000001=http://127.0.0.1:9/webhooks/meta/main"]);
        var url = Parse(await sandbox.StandardOutput.ReadLineAsync()).GetProperty("listening").GetString();
        using var http = new HttpClient();
        var message = new { messaging_product = "whatsapp", to = "15550001001", type = "text", text = new { body = "hola" }, biz_opaque_callback_data = "gw:1" };

        List<(bool Accepted, int Status, string? Rule, string? Correlation)> lines = [];
        for (var i = 0; i < 2; i++)
        {
            using var answer = await http.PostAsJsonAsync($"{url}/v23.0/100000000000001/messages", message);
            var line = Parse(await sandbox.StandardOutput.ReadLineAsync());
            lines.Add((line.GetProperty("accepted").GetBoolean(), line.GetProperty("status").GetInt32(), line.GetProperty("rule").GetString(), line.GetProperty("correlationId").GetString()));
        }

        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {sandbox.Id}"]);
        await sandbox.WaitForExitAsync();
        Assert.Equal([(true, 200, null, "gw:1"), (false, 400, "second", "gw:1")], lines);
        Assert.Equal((0, ""), (sandbox.ExitCode, await sandbox.StandardError.ReadToEndAsync()));
    }

    [SkippableFact]
    public async Task Sandbox_CustomerWrites_PostsTheWebhookAndSaysWhatCameOfIt()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var sandbox = GatewayProcess.Start([], ["sandbox", "--port", "0", "--json", "--script", _folder.Write(Script), "--webhook-url", "100000000000001=http://127.0.0.1:9/webhooks/meta/main"]);
        var url = Parse(await sandbox.StandardOutput.ReadLineAsync()).GetProperty("listening").GetString();
        using var http = new HttpClient();
        using var nobody = await http.PostAsJsonAsync($"{url}/sandbox/incoming", new { number = "100000000000001", contact = "+15550001001", text = "hola" });
        using var unknown = await http.PostAsJsonAsync($"{url}/sandbox/incoming", new { number = "evo-1", contact = "+15550001001", text = "hola" });

        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {sandbox.Id}"]);
        await sandbox.WaitForExitAsync();
        Assert.Equal((502, 400), ((int)nobody.StatusCode, (int)unknown.StatusCode));
        Assert.Equal("Nobody answered the webhook.", Parse(await nobody.Content.ReadAsStringAsync()).GetProperty("error").GetString());
        Assert.Equal("number", Parse(await unknown.Content.ReadAsStringAsync()).GetProperty("details")[0].GetProperty("field").GetString());
    }

    [SkippableFact]
    public async Task Sandbox_Plain_PrintsSettingsForAGateway()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var sandbox = GatewayProcess.Start([], ["sandbox", "--port", "0", "--script", _folder.Write(Script)]);
        var output = "";
        while (await sandbox.StandardOutput.ReadLineAsync() is { } line && line != "}")
        {
            output += line + "\n";
        }

        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {sandbox.Id}"]);
        await sandbox.WaitForExitAsync();
        Assert.Equal(0, sandbox.ExitCode);
        Assert.Matches("""(?s)plays 2 number\(s\) at (http://127\.0\.0\.1:\d+);.*"Key": "100000000000001".*"BaseUrl": "\1/v23\.0".*"Key": "evo-1".*"BaseUrl": "\1"\n""", output);
    }

    [Fact]
    public async Task Sandbox_WrongScript_PrintsEveryErrorAndExits2()
    {
        var (code, output, error) = await GatewayProcess.RunAsync("sandbox", "--script", _folder.Write("""{ "numbers": [ { "provider": "metta", "key": "1" } ], "rules": [ { "faut": 1 }, { "fault": "explode" } ], "incoming": [ { "number": "2", "txt": "hola", "text": "hola", "contact": "me" }, 7 ], "x": 1 }"""));
        Assert.Equal((2, ""), (code, output));
        foreach (var path in new[] { "numbers[0].provider: ", "rules[0].faut: ", "rules[1].fault: ", "incoming[0].contact: ", "incoming[0].number: ", "incoming[0].txt: ", "incoming[1]: ", "x: " })
        {
            Assert.Contains($"Error: {path}", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sandbox")]
    [InlineData("sandbox --script /nonexistent/script.json")]
    [InlineData("sandbox --script x --port 65536")]
    [InlineData("sandbox --script x --webhook-url nowhere")]
    public async Task Sandbox_WrongUsage_Exits2WithASentence(string arguments)
    {
        var (code, output, error) = await GatewayProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.NotEqual("", error.Trim());
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static JsonElement Parse(string? line)
    {
        using var document = JsonDocument.Parse(line ?? "");
        return document.RootElement.Clone();
    }
}
