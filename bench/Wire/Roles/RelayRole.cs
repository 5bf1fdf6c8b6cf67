using System.Net.Http.Headers;
using System.Buffers;

namespace Relevo.Wire.Roles;

/// <summary>Hands the body on to the application and then answers: the whole way without storing, checking or signing anything.</summary>
internal sealed class RelayRole(Uri application)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    });

    public async Task HandleAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var body = await RequestBody.ReadAsync(reader);
        using var content = new ReadOnlyMemoryContent(body.Buffer.IsSingleSegment ? body.Buffer.First : body.Buffer.ToArray());
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, application) { Content = content };
        using var response = await _http.SendAsync(request, context.RequestAborted);
        reader.AdvanceTo(body.Buffer.End);
        if (response.IsSuccessStatusCode)
        {
            Accepted.Write(context.Response);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }
}
