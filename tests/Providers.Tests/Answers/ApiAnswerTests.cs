using System.Text;
using System.Text.Json;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Bird;
using Relevo.Providers.BirdV1;
using Relevo.Providers.Evolution;
using Relevo.Providers.Meta;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Answers;

/// <summary>Every recorded answer to a send means what the file says.</summary>
public sealed class ApiAnswerTests
{
    // About a number's health, not about a send.
    private static readonly string[] NoSends =
    [
        "meta/api/health_phone_number.json", "meta/api/health_blocked.json", "bird/api/channel_status.json",
        "evolution/api/connection_state_open.json", "evolution/api/connection_state_missing.json",
        "evolution/api/fetch_instances_v2.json", "evolution/api/restart_failed_200.json",
    ];

    public static TheoryData<string> Calls() => new(Fixture.Calls().Except(NoSends));

    [Fact]
    public void Calls_EveryFile_IsEitherASendOrNamedAsNone() =>
        Assert.All(NoSends, file => Assert.Contains(file, Fixture.Calls()));

    [Theory]
    [MemberData(nameof(Calls))]
    public void Judge_RecordedAnswer_MeansWhatTheFileSays(string file)
    {
        var call = Fixture.Json(file);
        var expect = call.GetProperty("expect");
        var verdict = Judge(Fixture.ProviderOf(file), Answer(call.GetProperty("response")));

        Assert.Equal(Class(expect.GetProperty("outcome").GetString()!), verdict.Class);
        Assert.Equal(Text(expect, "providerMessageId"), verdict.ProviderMessageId);
        if (Text(expect, "errorCode") is { } code)
        {
            Assert.Equal(code, verdict.ErrorCode);
        }
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("bird")]
    [InlineData("bird-v1")]
    [InlineData("evolution")]
    public void Judge_OddAnswer_IsNeverAccepted(string provider)
    {
        string[] bodies = ["", "null", "7", "[]", "{}", "{\"id\":7}", "{\"messages\":7}", "{\"messages\":[7]}", "{\"key\":7}", "{\"key\":{\"id\":[]}}", "{\"error\":7}", "{\"error\":{\"code\":{}}}", "{\"error\":{\"code\":1e999}}", "<html>", "\xff"];
        foreach (var body in bodies)
        {
            foreach (var status in new int?[] { null, 100, 200, 201, 302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 503, 599 })
            {
                Assert.NotEqual(FailureClass.Accepted, Judge(provider, new SendAnswer(status, Encoding.Latin1.GetBytes(body))).Class);
            }
        }
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("bird")]
    [InlineData("bird-v1")]
    [InlineData("evolution")]
    public void Judge_NoAnswer_IsUnknown(string provider) =>
        Assert.Equal(FailureClass.UnknownResult, Judge(provider, new SendAnswer(null, default)).Class);

    private static SendVerdict Judge(string provider, SendAnswer answer) => provider switch
    {
        "meta" => MetaErrors.Judge(answer),
        "bird" => BirdErrors.Judge(answer),
        "bird-v1" => BirdV1Errors.Judge(answer),
        _ => EvolutionErrors.Judge(answer),
    };

    private static SendAnswer Answer(JsonElement response)
    {
        var status = response.GetProperty("status");
        var body = response.GetProperty("body");
        var text = body.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => body.GetString()!,
            _ => body.GetRawText(),
        };
        return new SendAnswer(status.ValueKind == JsonValueKind.Null ? null : status.GetInt32(), Encoding.UTF8.GetBytes(text));
    }

    private static FailureClass Class(string outcome) => Enum.Parse<FailureClass>(outcome.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static string? Text(JsonElement expect, string name) =>
        expect.TryGetProperty(name, out var value) ? value.ToString() : null;
}
