namespace Relevo.Wire.Roles;

/// <summary>Reads the body and answers as the gateway does: what the server alone can do.</summary>
internal sealed class BareRole
{
    public async Task HandleAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var body = await RequestBody.ReadAsync(reader);
        reader.AdvanceTo(body.Buffer.End);
        Accepted.Write(context.Response);
    }
}
