using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Health.Endpoints;

namespace Relevo.Gateway.Tests.Api;

/// <summary>The description of the API says what the API does: its routes and its answers. Requests are held in <see cref="OpenApiRequestTests"/>.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private static readonly string[] Elsewhere = ["health", "webhooks"]; // mapped by other rooms

    private ApiHost _host = null!;
    private OpenApiDocument _document = null!;

    public static TheoryData<Type> Answers() =>
        [.. Written(typeof(ApiJson)).Concat(Written(typeof(HealthJson)).Where(type => type.Name != "MissingBody")).Distinct()];

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync();
        _document = await OpenApiDocument.ReadAsync(_host);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Document_NeedsNoKey_AndNamesTheVersion()
    {
        using var answer = await _host.SendAsync("GET", "/openapi/v1.json", key: null);
        Assert.Equal((200, "application/json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("3.1.", _document.Root.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(ProductVersion.Text, _document.Root.GetProperty("info").GetProperty("version").GetString());
        Assert.Matches("^[0-9]+[.][0-9]+[.][0-9]+$", ProductVersion.Text);
    }

    [Fact]
    public void Routes_AreThoseOfTheGateway()
    {
        var mapped = _host.Endpoints.Where(e => e.RoutePattern.RawText != "/health")
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {e.RoutePattern.RawText}"));
        var described = _document.Operations.Where(each => !Elsewhere.Contains(each.Operation.GetProperty("tags")[0].GetString()) || each.Path == OpenApiEndpoint.Path)
            .Select(each => $"{each.Method} {each.Path}");
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task HealthRoutes_AreThoseOfTheGateway()
    {
        await using var health = await Health.HealthHost.StartAsync();
        var described = _document.Operations.Where(each => each.Operation.GetProperty("tags")[0].GetString() == "health" && each.Path != OpenApiEndpoint.Path).Select(each => each.Path);
        Assert.Equal(health.Routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Operations_NameTheirRoleAndWhatTheyRefuse()
    {
        Assert.Equal("X-API-Key", _document.Root.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey").GetProperty("name").GetString());
        Assert.All(_document.Operations, each =>
        {
            var role = each.Operation.GetProperty("x-role").GetString();
            var isOpen = each.Operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;
            Assert.Equal(isOpen, role == "none");
            var answers = each.Operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ToList();
            Assert.Contains("200", answers);
            Assert.Equal(!isOpen, answers.Contains("403") && answers.Contains("401"));
            var parameters = OpenApiDocument.Each(each.Operation, "parameters").Select(_document.Resolve).Where(p => p.GetProperty("in").GetString() == "path").Select(p => $"{{{p.GetProperty("name").GetString()}}}");
            Assert.Equal(each.Path.Split('/').Where(step => step.StartsWith('{')).Order(StringComparer.Ordinal), parameters.Order(StringComparer.Ordinal));
        });
        var ids = _document.Root.GetProperty("paths").EnumerateObject().Where(path => !path.Value.TryGetProperty("$ref", out _))
            .SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Theory, MemberData(nameof(Answers))]
    public void AnswerSchema_HasTheFieldsThatAreWritten(Type view)
    {
        Assert.True(_document.Schemas.TryGetProperty(SchemaName(view), out var schema), $"no schema {SchemaName(view)}");
        var fields = view.GetProperties().Where(p => p.GetMethod?.IsStatic == false && p.Name != "EqualityContract").ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
        Assert.Equal(fields.Keys.Order(StringComparer.Ordinal), _document.Properties(schema).Select(p => p.Name).Order(StringComparer.Ordinal));
        var required = OpenApiDocument.Each(schema, "required").Select(name => name.GetString()!);
        Assert.Equal(fields.Where(f => !MayBeMissing(view, f.Value)).Select(f => f.Key).Order(StringComparer.Ordinal), required.Order(StringComparer.Ordinal));
        Assert.All(_document.Properties(schema), property => Assert.Equal(Expected(fields[property.Name]), Described(property.Value)));
    }

    [Fact]
    public void References_AllLeadSomewhere_AndEverySchemaIsUsed()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        Walk(_document.Root, value =>
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$ref", out var reference))
            {
                _document.Find(reference.GetString()!);
                used.Add(reference.GetString()!);
            }
        });
        foreach (var group in _document.Root.GetProperty("components").EnumerateObject().Where(group => group.Name != "securitySchemes"))
        {
            Assert.All(group.Value.EnumerateObject(), each => Assert.Contains($"#/components/{group.Name}/{each.Name}", used));
        }
    }

    [Fact]
    public void Examples_FitTheirSchemas()
    {
        var seen = 0;
        Walk(_document.Root, value =>
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            var schema = value.TryGetProperty("schema", out var named) ? named : value;
            var examples = value.TryGetProperty("examples", out var some)
                ? some.ValueKind == JsonValueKind.Array ? some.EnumerateArray() : some.EnumerateObject().Select(each => each.Value.GetProperty("value"))
                : [];
            foreach (var example in value.TryGetProperty("example", out var one) ? examples.Append(one) : examples)
            {
                seen++;
                Assert.True(_document.Fits(example, schema), $"{example.GetRawText()} is not {schema.GetRawText()}");
            }
        });
        Assert.InRange(seen, 80, 1000);
    }

    private static string SchemaName(Type view) =>
        view.Name.EndsWith("View", StringComparison.Ordinal) || view.Name.EndsWith("Body", StringComparison.Ordinal) ? view.Name[..^4] : view.Name;

    private static List<Type> Written(Type context)
    {
        var found = new List<Type>();
        var open = new Queue<Type>(context.GetCustomAttributesData().Where(a => a.AttributeType == typeof(JsonSerializableAttribute)).Select(a => (Type)a.ConstructorArguments[0].Value!));
        while (open.TryDequeue(out var type))
        {
            if (!found.Contains(type))
            {
                found.Add(type);
                type.GetProperties().SelectMany(p => p.PropertyType.GetGenericArguments().Append(p.PropertyType))
                    .Where(t => t.Namespace?.StartsWith("Relevo", StringComparison.Ordinal) == true && !t.IsEnum).ToList().ForEach(open.Enqueue);
            }
        }

        return found;
    }

    private static bool MayBeMissing(Type view, PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.WhenWritingNull
        || (view.Namespace == typeof(HealthBody).Namespace && IsNullable(property));

    private static bool IsNullable(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static string Expected(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var word = type == typeof(string) ? "string"
            : type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) ? "integer"
            : type == typeof(double) ? "number"
            : type == typeof(DateTimeOffset) || type == typeof(DateTime) ? "string date-time"
            : type == typeof(JsonElement) ? "any"
            : type.Name.StartsWith("IReadOnlyDictionary", StringComparison.Ordinal) ? "object"
            : type.IsGenericType ? "array of " + (type.GenericTypeArguments[0] == typeof(string) ? "string" : SchemaName(type.GenericTypeArguments[0]))
            : SchemaName(type);
        return IsNullable(property) && word != "any" ? word + " or null" : word;
    }

    private static string Described(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return reference.GetString()!.Split('/')[^1];
        }

        if (schema.TryGetProperty("oneOf", out var either) && either.GetArrayLength() == 2 && either[1].TryGetProperty("type", out var none) && none.GetString() == "null")
        {
            return Described(either[0]) + " or null";
        }

        if (!schema.TryGetProperty("type", out var type))
        {
            return "any";
        }

        var word = type.ValueKind == JsonValueKind.Array ? type[0].GetString()! : type.GetString()!;
        word = word == "array" ? "array of " + Described(schema.GetProperty("items")) : word;
        word += schema.TryGetProperty("format", out var format) ? " " + format.GetString() : "";
        return type.ValueKind == JsonValueKind.Array ? word + " or null" : word;
    }

    private static void Walk(JsonElement value, Action<JsonElement> look)
    {
        look(value);
        var inside = value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Where(field => field.Name is not ("example" or "examples")).Select(field => field.Value),
            JsonValueKind.Array => value.EnumerateArray(),
            _ => [],
        };
        foreach (var part in inside)
        {
            Walk(part, look);
        }
    }
}
