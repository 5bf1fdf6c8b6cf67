using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Tests.Api;

public sealed class ApiAccessTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    /// <summary>The roles are those that the description of the API promises; a route that it forgets fails here too.</summary>
    [Fact]
    public async Task EveryRoute_EveryRole_DeniesByDefault()
    {
        var document = await OpenApiDocument.ReadAsync(_host);
        foreach (var (method, path, pattern) in Routes())
        {
            var role = document.Operation(pattern, method).GetProperty("x-role").GetString()!;
            Assert.Contains(role, (string[])["send", "read", "admin"]);
            Assert.Equal(401, (await _host.CallAsync(method, path, "{}", key: null)).Status);
            Assert.Equal(401, (await _host.CallAsync(method, path, "{}", key: "unknown-key")).Status);
            Assert.Equal(role == "send", (await _host.CallAsync(method, path, "{}", key: "send-key-1")).Status != 403);
            Assert.Equal(role == "read", (await _host.CallAsync(method, path, "{}", key: "read-key-1")).Status != 403);
            var (status, _) = await _host.CallAsync(method, path, "{}");
            Assert.True(status is not (401 or 403) and < 500, $"{method} {path}: {status}");
        }
    }

    [Fact]
    public async Task EveryPost_UnknownFieldsAndWrongTypes_Are400()
    {
        string[] bodies = ["", "null", "[]", "7", "{\"ids\":\"x\"}", "{\"ids\":[1]}", "{\"ids\":[]}", "{\"ids\":[\"short\"]}", "{\"all\":1}", "{\"role\":\"admin\"}", "{\"ids\":[],\"ids\":[]}", "{\"ids\":null}", "{\"all\":true,\"ids\":[\"01JD0000000000000000000001\"]}", "{", new string('[', 200)];
        var document = await OpenApiDocument.ReadAsync(_host);
        foreach (var (method, path, pattern) in Routes().Where(r => r.Method == "POST" && !IsWithoutBody(r.Path)))
        {
            var isNeeded = document.Operation(pattern, method).GetProperty("requestBody").GetProperty("required").GetBoolean();
            foreach (var body in bodies.Where(body => isNeeded || body.Length > 0))
            {
                var (status, answer) = await _host.CallAsync(method, path, body);
                Assert.True(status == 400, $"{path} {body}: {status}");
                Assert.NotEmpty(answer.GetProperty("details").EnumerateArray());
            }
        }
    }

    [Fact]
    public async Task Post_MoreThan64Kilobytes_Is413() =>
        Assert.Equal(413, (await _host.CallAsync("POST", "/api/deadletters/retry", "{\"ids\":\"" + new string('x', 70_000) + "\"}")).Status);

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"ids\":[{\"\\udc00\":1}]}")]
    [InlineData("{\"ids\":[\"\\ud800\"]}")]
    public async Task Post_HalfASurrogatePair_Is400(string body) =>
        Assert.Equal(400, (await _host.CallAsync("POST", "/api/deadletters/retry", body)).Status);

    [Fact]
    public async Task Post_BytesThatAreNoUtf8_Are400()
    {
        byte[] body = [.. "{\"ids\":[\""u8, 0xff, 0xfe, .. "\"]}"u8];
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/queue/add") { Content = content, Headers = { { "X-API-Key", "ops-key-12" } } };
        using var answer = await _host.Client.SendAsync(request);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("is not UTF-8", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NotJson_Is415()
    {
        using var form = new StringContent("ids=1");
        form.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/deadletters/drop") { Content = form, Headers = { { "X-API-Key", "ops-key-12" } } };
        using var answer = await _host.Client.SendAsync(request);
        Assert.Equal(415, (int)answer.StatusCode);
    }

    [Fact]
    public async Task UnknownPath_Is404WithASentence()
    {
        var (status, body) = await _host.CallAsync("GET", "/api/nothing");
        Assert.Equal((404, "not_found"), (status, body.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("TRACE")]
    [InlineData("POST")]
    public async Task WrongMethod_Is405WithAllow(string method)
    {
        using var answer = await _host.SendAsync(method, "/api/deadletters");
        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
        Assert.Contains("method_not_allowed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_OnAGet_Is405() => Assert.Equal(405, (int)(await _host.SendAsync("HEAD", "/api/deadletters")).StatusCode);

    [Fact]
    public async Task TwoKeysInOneRequest_AreNoKey()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/deadletters");
        request.Headers.Add("X-API-Key", ["ops-key-12", "read-key-1"]);
        using var answer = await _host.Client.SendAsync(request);
        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Replace_ChangedKeys_CountAtOnce()
    {
        var next = new GatewaySettings { Api = new ApiOptions { Keys = { ["new"] = new ApiKeyOptions { Key = "brand-new", Roles = ["admin"] } } } };
        _host.Settings.Replace(next);
        Assert.Equal(401, (await _host.CallAsync("GET", "/admin/status")).Status);
        Assert.Equal(200, (await _host.CallAsync("GET", "/admin/status", key: "brand-new")).Status);
    }

    private static bool IsWithoutBody(string path) =>
        path.EndsWith("/drain", StringComparison.Ordinal) || path.EndsWith("/resume", StringComparison.Ordinal) || path.EndsWith("/activate", StringComparison.Ordinal)
        || path == "/admin/activate-backup" || path.EndsWith("/read", StringComparison.Ordinal);

    private List<(string Method, string Path, string Pattern)> Routes() =>
        [.. _host.Endpoints.Where(e => e.RoutePattern.RawText is not ("/health" or "/openapi/v1.json")).SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            .Select(m => (m, e.RoutePattern.RawText!.Replace("{id}", "01JD0000000000000000000001", StringComparison.Ordinal).Replace("{name}", "main", StringComparison.Ordinal), e.RoutePattern.RawText!)))];
}
