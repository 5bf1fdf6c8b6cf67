using System.Text.Json.Nodes;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A settings file in the making.</summary>
internal sealed class Settings
{
    private readonly JsonObject _root;

    private Settings(JsonObject root)
    {
        _root = root;
    }

    /// <summary>Two Meta numbers with different secrets, one application, keys of all roles, no health ports of its own.</summary>
    public static Settings Default(string url, string dataDirectory, string? application)
    {
        var root = new JsonObject
        {
            ["Gateway"] = new JsonObject { ["Url"] = url, ["QueueHealthUrl"] = null, ["CacheHealthUrl"] = null, ["DataDirectory"] = dataDirectory },
            ["Numbers"] = new JsonObject
            {
                [Known.Number] = MetaNumber(Known.PhoneNumberId, Known.Phone, Known.Secret),
                [Known.OtherNumber] = MetaNumber(Known.OtherPhoneNumberId, Known.OtherPhone, Known.OtherSecret),
            },
            ["Health"] = new JsonObject { ["Vitals"] = Lenient() },
            ["Api"] = new JsonObject
            {
                ["Keys"] = new JsonObject
                {
                    ["ops"] = Key(Known.AdminKey, "admin"),
                    ["reader"] = Key(Known.ReadKey, "read"),
                    ["shop"] = Key(Known.SendKey, "send"),
                },
            },
        };
        if (application is not null)
        {
            root["Applications"] = new JsonObject
            {
                ["default"] = new JsonObject
                {
                    ["Url"] = application,
                    ["Secrets"] = new JsonArray(Known.ApplicationSecret, Known.NextApplicationSecret),
                },
            };
        }

        return new Settings(root);
    }

    /// <summary>Sets one value by its path, <c>Delivery:BreakerFailures</c>.</summary>
    public Settings With(string path, JsonNode? value)
    {
        var parts = path.Split(':');
        var parent = _root;
        foreach (var part in parts[..^1])
        {
            if (parent[part] is not JsonObject child)
            {
                parent[part] = child = [];
            }

            parent = child;
        }

        parent[parts[^1]] = value;
        return this;
    }

    public Settings Copy() => new((JsonObject)_root.DeepClone());

    /// <summary>Writes the file as operators should: beside it, then renamed over it.</summary>
    public void Save(string file)
    {
        var next = file + ".next";
        File.WriteAllText(next, _root.ToJsonString());
        File.Move(next, file, overwrite: true);
    }

    // The machine that tests run on may be busy, slow or full: that must not change what the gateway does.
    private static JsonObject Lenient() => new()
    {
        ["ResponseSeconds"] = Limits(1_000),
        ["SuccessPercent"] = Limits(0),
        ["ThroughputPerSecond"] = Limits(0),
        ["CpuPercent"] = Limits(null),
        ["MemoryPercent"] = Limits(null),
        ["DiskPercent"] = Limits(null),
        ["NumbersOutPercent"] = Limits(null),
    };

    private static JsonObject Limits(int? limit) => new() { ["Warning"] = limit, ["Critical"] = limit, ["Emergency"] = limit };

    private static JsonObject MetaNumber(string key, string phone, string secret) => new()
    {
        ["Provider"] = "meta",
        ["Key"] = key,
        ["Phone"] = phone,
        ["WebhookSecrets"] = new JsonArray(secret),
        ["VerifyToken"] = Known.VerifyToken,
    };

    private static JsonObject Key(string key, string role) => new() { ["Key"] = key, ["Roles"] = new JsonArray(role) };
}
