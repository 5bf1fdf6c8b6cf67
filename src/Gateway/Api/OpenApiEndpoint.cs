using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Relevo.Gateway.Api;

/// <summary>The description of the API, for people who write clients and for programs that do. It needs no key and holds nothing of this gateway but its version.</summary>
internal static class OpenApiEndpoint
{
    public const string Path = "/openapi/v1.json";

    private const string Resource = "openapi.json";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = Read();
        routes.MapGet(Path, context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = document.Length;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-cache";
            return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
        });
    }

    private static byte[] Read()
    {
        using var stream = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var text = new StreamReader(stream, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(text.ReadToEnd().Replace("\"{version}\"", $"\"{ProductVersion.Text}\"", StringComparison.Ordinal));
    }
}
