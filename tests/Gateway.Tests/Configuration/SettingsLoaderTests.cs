using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Tests.Configuration;

public sealed class SettingsLoaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_TheContractsExample_HoldsEveryValue()
    {
        var result = Load(Samples.Full);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        var settings = result.Settings!;
        Assert.Equal(["main", "bird-mx", "evo-1"], settings.Numbers.Keys);
        Assert.Equal(["app-secret", "previous-app-secret"], settings.Numbers["main"].WebhookSecrets);
        Assert.Equal(72, settings.Numbers["main"].MessagesPerSecond);
        Assert.Equal("hello_again", settings.Templates["reopen"].Meta);
        Assert.True(settings.Templates["reopen"].WindowFallback);
        Assert.Equal(["send", "read"], settings.Api.Keys["shop"].Roles);
        Assert.Equal("https://wa.example.com", settings.Gateway.PublicUrl);
        Assert.Equal(Path.Combine(_folder.Path, "data"), settings.Gateway.DataDirectory);
        Assert.Equal("Warning", settings.Logging["LogLevel:Default"]);
    }

    [Fact]
    public void Load_EmptyObject_IsAllDefaults()
    {
        var result = Load("{}");

        Assert.Empty(result.Errors);
        Assert.Equal("http://127.0.0.1:8000", result.Settings!.Gateway.Url);
        Assert.Equal(8, result.Settings.Gateway.StaleAfterDays);
    }

    [Fact]
    public void Load_ManyMistakes_ReportsAllAtOnceWithTheirPaths()
    {
        var result = Load("""
            {
              "Gateway": { "Url": "ftp://x", "QueueHealthUrl": "http://127.0.0.1:7001", "CacheHealthUrl": "http://127.0.0.1:7001", "StopSeconds": 0, "PublicUrl": "/relative" },
              "Numbers": {
                "main": { "Provider": "metta", "Key": "", "WebhookSecrets": [], "Weight": -1, "Wieght": 2, "Role": "boss", "Application": "defalt" },
                "bad name": { "Provider": "meta", "Key": "7", "WebhookSecrets": [""], "VerifyToken": "v", "MessagesPerSecond": "fast" },
                "twin": { "Provider": "meta", "Key": "7", "WebhookSecrets": ["x"], "VerifyToken": "v", "Phone": "555" },
                "v1": { "Provider": "bird-v1", "Key": "k", "WebhookSecrets": ["whsec_***"] },
                "text": "oops"
              },
              "Applications": { "default": { "Url": "nowhere", "Secrets": ["plain"], "BackupUrls": ["http://ok", "mailto:x"], "Concurrency": 1.5, "TimeoutSeconds": 1e999 } },
              "Storage": { "Engine": "oracle", "Sqlite": { "KeySlice": null } },
              "Api": { "Keys": { "a": { "Key": "same-key-1", "Roles": ["root"] }, "b": { "Key": "same-key-1", "Roles": [] }, "c": { "Key": "short", "Roles": ["read"] } } },
              "Lanes": { "HighShare": 60 },
              "Delivery": { "FirstPauseSeconds": 10, "LongestPauseSeconds": 5 },
              "Surprise": 1
            }
            """);

        Assert.Null(result.Settings);
        string[] expected =
        [
            "Surprise", "Gateway:Url", "Gateway:CacheHealthUrl", "Gateway:StopSeconds", "Gateway:PublicUrl",
            "Numbers:main:Provider", "Numbers:main:Key", "Numbers:main:WebhookSecrets", "Numbers:main:Weight", "Numbers:main:Wieght", "Numbers:main:Role",
            "Numbers:main:Application", "Numbers:bad name", "Numbers:bad name:WebhookSecrets:0", "Numbers:bad name:MessagesPerSecond", "Numbers:twin:Key",
            "Numbers:twin:Phone", "Numbers:v1:WebhookSecrets:0", "Numbers:text", "Applications:default:Url", "Applications:default:Secrets:0",
            "Applications:default:BackupUrls:1", "Applications:default:Concurrency", "Applications:default:TimeoutSeconds", "Storage:Engine",
            "Storage:Sqlite:KeySlice", "Api:Keys:a:Roles:0", "Api:Keys:b:Key", "Api:Keys:b:Roles", "Api:Keys:c:Key", "Lanes", "Delivery:FirstPauseSeconds",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), result.Errors.Select(e => e.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{\"Numbers\": {\n \"main\" }", "line 2, column 9")]
    [InlineData("{\"Gateway\": {", "ends before")]
    [InlineData("", "ends before")]
    [InlineData("{} {}", "follows the last bracket")]
    [InlineData("[1]", "a list where an object is expected")]
    [InlineData("{\"Redis\": {\"ConnectionString\": true_secret}}", "line 1")]
    public void Load_InvalidJson_SaysWhere(string content, string part)
    {
        var result = Load(content);

        Assert.Contains(part, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Errors[0].Message, StringComparison.Ordinal);
        Assert.True(result.MayBeTorn);
    }

    [Fact]
    public void Load_InvalidUtf8_IsAnError()
    {
        var file = _folder.File("bad.json");
        File.WriteAllBytes(file, [.. "{\"Redis\":{\"ConnectionString\":\""u8, 0xC3, 0x28, .. "\"}}"u8]);
        Assert.Single(Loader().Load(file).Errors);
    }

    [Fact]
    public void Load_DeepNesting_IsAnErrorNotACrash() =>
        Assert.Contains("nested deeper", Assert.Single(Load("{\"Logging\":" + new string('[', 100_000)).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_KeyTwice_IsAnErrorWhateverItsCase()
    {
        var result = Load("""{ "Gateway": { "StopSeconds": 1, "StopSeconds": 2, "stopseconds": 3 } }""");
        Assert.Equal(["Gateway:StopSeconds", "Gateway:stopseconds"], result.Errors.Select(e => e.Path));
    }

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        Assert.Contains("there is no file", Assert.Single(Loader().Load(_folder.File("none.json")).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_Folder_IsUnreadable() =>
        Assert.Contains("it is a folder", Assert.Single(Loader().Load(_folder.Path).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_MoreThanFourMegabytes_IsRefused()
    {
        var file = _folder.File("big.json");
        using (var stream = File.Create(file))
        {
            stream.SetLength(100_000_000);
        }

        Assert.Contains("larger than 4 MB", Assert.Single(Loader().Load(file).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WrongSecrets_AreNeverRepeated()
    {
        const string Secret = "TopSecretValue";
        var result = Load($$"""
            {
              "Numbers": { "a": { "Provider": "bird-v1", "Key": "{{Secret}}", "WebhookSecrets": ["{{Secret}}", 5], "ApiToken": ["{{Secret}}"], "Phone": "{{Secret}}", "BaseUrl": "{{Secret}}" } },
              "Applications": { "x": { "Url": "{{Secret}}", "Secrets": ["{{Secret}}"], "Concurrency": "{{Secret}}" } },
              "Api": { "Keys": { "k": { "Key": "{{Secret}}", "Roles": ["{{Secret}}"] }, "l": { "Key": "{{Secret}}", "Roles": ["read"] } } },
              "Redis": { "ConnectionString": { "a": "{{Secret}}" } }
            }
            """);

        Assert.Equal(11, result.Errors.Count);
        Assert.DoesNotContain(Secret, string.Join('\n', result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownKey_SuggestsTheNearestName() =>
        Assert.Contains("did you mean \"MessagesPerSecond\"?", Load(Samples.Small(number: "\"Provider\": \"meta\", \"MessagePerSecond\": 3")).Errors[0].Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Primary", 0, 0, true)]
    [InlineData("with another", 0, 1, false)]
    public void Load_WeightsOfATier_MustNotAddUpToZero(string reason, int first, int second, bool refused)
    {
        var result = Load($$"""
            { "Numbers": {
              "a": { "Provider": "meta", "Key": "1", "WebhookSecrets": ["s"], "Weight": {{first}} },
              "b": { "Provider": "meta", "Key": "2", "WebhookSecrets": ["s"], "Weight": {{second}} } } }
            """);
        Assert.True(refused == result.Errors.Any(e => e.Message.Contains("add up to 0", StringComparison.Ordinal)), reason);
    }

    [Fact]
    public void Load_SeveralApplications_NeedANameOnEachNumber()
    {
        var application = $$"""{ "Url": "http://127.0.0.1:1", "Secrets": ["{{Samples.Whsec}}"] }""";
        var result = Load(Samples.Small(more: $$""", "Applications": { "a": {{application}}, "b": {{application}} }"""));
        Assert.Equal("Numbers:main:Application", Assert.Single(result.Errors).Path);
    }

    [Fact]
    public void Load_DoubtfulSettings_WarnAndAreTaken()
    {
        var result = Load("""{ "Numbers": { "a": { "Provider": "meta", "Key": "1", "WebhookSecrets": ["s"] } }, "Applications": { "x": { "Url": "http://h/" } } }""");
        Assert.NotNull(result.Settings);
        Assert.Equal(["Numbers:a:VerifyToken", "Numbers:a:ApiToken", "Applications:x:Secrets"], result.Warnings.Select(w => w.Path));
    }

    [Theory]
    [InlineData("http://*:8000", false)]
    [InlineData("http://0.0.0.0:0", true)]
    [InlineData("http://[::1]:8000", true)]
    [InlineData("http://127.0.0.1:8000/base", false)]
    [InlineData("http://127.0.0.1:8000?x=1", false)]
    [InlineData("https://127.0.0.1:8000", false)]
    [InlineData("127.0.0.1:8000", false)]
    [InlineData("http://127.0.0.1:99999", false)]
    public void Load_ListeningAddress_IsChecked(string url, bool good) =>
        Assert.Equal(good, Load($$"""{ "Gateway": { "Url": "{{url}}" } }""").Errors.Count == 0);

    [Theory]
    [InlineData("meta", "s")]
    [InlineData("bird", "s")]
    [InlineData("bird-v1", Samples.Whsec)]
    [InlineData("messagebird", "s")]
    [InlineData("evolution", "s")]
    public void Load_EachProvider_IsKnown(string provider, string secret) =>
        Assert.Empty(Load($$"""{ "Numbers": { "a": { "Provider": "{{provider}}", "Key": "1", "WebhookSecrets": ["{{secret}}"] } } }""").Errors);

    [Theory]
    [InlineData("meta", "https://graph.facebook.com", null)]
    [InlineData("meta", "", null)]
    [InlineData("meta", "graph.facebook.com", "http")]
    [InlineData("mata", "", "is none of bird")]
    public void Load_ProviderProbe_IsCheckedWithItsPath(string provider, string address, string? problem)
    {
        var errors = Load($$"""{ "Health": { "ProviderProbes": { "{{provider}}": "{{address}}" } } }""").Errors;
        Assert.Equal(problem is null ? 0 : 1, errors.Count);
        Assert.All(errors, error => Assert.Equal("Health:ProviderProbes:" + provider, error.Path));
        Assert.All(errors, error => Assert.Contains(problem!, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"Health\": { \"Vitals\": { \"CpuPercent\": { \"Warning\": 95, \"Critical\": 80 } } } }", "Health:Vitals:CpuPercent")]
    [InlineData("{ \"Health\": { \"Vitals\": { \"SuccessPercent\": { \"Warning\": 80, \"Critical\": 99 } } } }", "Health:Vitals:SuccessPercent")]
    [InlineData("{ \"Degradation\": { \"DegradedRatePercent\": 20, \"CriticalRatePercent\": 90 } }", "Degradation:CriticalRatePercent")]
    [InlineData("{ \"Workers\": { \"PriorityMode\": { \"HighShare\": 80, \"NormalShare\": 80, \"LowShare\": 80 } } }", "Workers:PriorityMode")]
    public void Load_FiguresThatDoNotFitEachOther_AreRefusedWithTheirPath(string content, string path) =>
        Assert.Contains(Load(content).Errors, error => error.Path == path);

    [Fact]
    public void Load_LimitsOfSharesAndLivesThatMakeNoSense_AreAllNamedAtOnce()
    {
        var errors = Load("""
            {
              "Health": { "Vitals": {
                "SuccessPercent": { "Warning": 995, "Critical": 101, "Emergency": 85 },
                "DiskPercent": { "Warning": 80, "Critical": 900 },
                "MemoryPercent": { "Warning": 95, "Critical": null, "Emergency": 80 } } },
              "Degradation": { "HealthyCacheSeconds": 3000, "DegradedCacheSeconds": 600, "CriticalCacheSeconds": 60, "DegradedRatePercent": 20, "CriticalRatePercent": 50, "EmergencyRatePercent": 60 }
            }
            """).Errors;
        Assert.Equal(
            [
                "Degradation:CriticalCacheSeconds", "Degradation:CriticalRatePercent", "Degradation:DegradedCacheSeconds", "Degradation:EmergencyRatePercent",
                "Health:Vitals:DiskPercent:Critical", "Health:Vitals:MemoryPercent", "Health:Vitals:SuccessPercent:Critical", "Health:Vitals:SuccessPercent:Warning",
            ],
            errors.Select(error => error.Path).Order(StringComparer.Ordinal));
        Assert.Contains("must not be below DegradedCacheSeconds: 60 is less than 600", errors.Select(error => error.Message));
        Assert.Contains("must be from 0 to 100, or null for never: it is a share in percent, and is 995", errors.Select(error => error.Message));
    }

    [Theory]
    [InlineData("""{ "Health": { "Vitals": { "CpuPercent": { "Warning": null, "Critical": null }, "SuccessPercent": { "Warning": 100, "Critical": 100, "Emergency": null } } } }""")]
    [InlineData("""{ "Degradation": { "HealthyCacheSeconds": 60, "DegradedCacheSeconds": 60, "CriticalCacheSeconds": 60 } }""")]
    [InlineData("""{ "Health": { "Vitals": { "ResponseSeconds": { "Warning": 1000, "Critical": 1000, "Emergency": 1000 } } } }""")]
    public void Load_LimitsThatAreEqualOrNever_AreFine(string content) => Assert.Empty(Load(content).Errors);

    [Fact]
    public void Load_NamesInStepsOfPlaybooks_AreCheckedWithTheirPath()
    {
        var errors = Load(Samples.Small(more: """
            , "Applications": { "shop": { "Url": "http://127.0.0.1:9/" } }, "Playbooks": {
              "Degraded": { "Steps": [ { "Action": "isolate-number", "Arguments": { "number": "ghost" } } ] },
              "Critical": { "Steps": [
                { "Action": "restart-component", "Arguments": { "component": "ghost" } },
                { "Name": "b", "Action": "restart-component", "Arguments": { "component": "provider-bird" } },
                { "Name": "c", "Action": "restart-component", "Arguments": { "component": "application-default" } } ] },
              "Emergency": { "Steps": [ { "Action": "snapshot" }, { "Action": "isolate-application", "Arguments": { "application": "ghost" } } ] } }
            """)).Errors;
        Assert.Equal(
            [
                "Playbooks:Degraded:Steps:0:Arguments:number: is not the name of a number; they stand under Numbers",
                "Playbooks:Critical:Steps:0:Arguments:component: is no component of these settings; they are application-shop, cache, configuration, database, load-balancer, provider-meta, queue, records, webhook",
                "Playbooks:Critical:Steps:1:Arguments:component: is no component of these settings; they are application-shop, cache, configuration, database, load-balancer, provider-meta, queue, records, webhook",
                "Playbooks:Critical:Steps:2:Arguments:component: is no component of these settings; they are application-shop, cache, configuration, database, load-balancer, provider-meta, queue, records, webhook",
                "Playbooks:Emergency:Steps:1:Arguments:application: is not the name of an application; they stand under Applications",
            ],
            errors.Select(error => $"{error.Path}: {error.Message}"));
    }

    [Fact]
    public void Load_NamesInStepsThatThereAre_AreFine() => Assert.Empty(Load(Samples.Small(more: """
        , "Applications": { "shop": { "Url": "http://127.0.0.1:9/" } }, "Playbooks": { "Critical": { "Steps": [
            { "Action": "restart-component", "Arguments": { "component": "provider-meta" } },
            { "Name": "b", "Action": "restart-component", "Arguments": { "component": "application-shop" } },
            { "Name": "c", "Action": "restart-component", "Arguments": { "component": "queue" } },
            { "Action": "isolate-number", "Arguments": { "number": "main" } },
            { "Action": "isolate-application", "Arguments": { "application": "shop" } } ] } }
        """)).Errors);

    [Theory]
    [InlineData("{ \"Health\": { \"Checks\": { \"loadbalancer\": { \"IntervalSeconds\": 5 } } } }", "Health:Checks:loadbalancer")]
    [InlineData("{ \"Redis\": { \"ConnectionString\": \"127.0.0.1\" } }", "Redis:ConnectionString")]
    public void Load_WhatWouldDoNothing_IsWarnedOf(string content, string path) =>
        Assert.Contains(Load(content).Warnings, warning => warning.Path == path);

    private static SettingsLoader Loader() => new(new Dictionary<string, string>());

    private SettingsResult Load(string content) => Loader().Load(_folder.Write(content));
}
